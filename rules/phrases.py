"""Words that fill a box without answering it. Data for the judge; lower case, matched as whole words."""

from __future__ import annotations

from collections.abc import Mapping


def _listed(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.replace("\n", "|").split("|") if phrase.strip())


PLACEHOLDERS = frozenset(
    _listed("""
    n/a | na | n.a | tbd | tbc | tba | todo | to do | asdf | asd | qwerty | test | x | xx | xxx | null | nil | blank | empty
    see notes | see note | see email | see mail | see above | pending | unknown | not sure | dunno | idk | placeholder
    none yet | to be defined | to be confirmed | to be determined
    k.a | ka | n.n | nn | offen | unbekannt | siehe notizen | siehe mail | folgt | noch offen | weiß nicht
    wird nachgereicht
    """)
)

PEOPLE_ONLY = "nobody_named"
NOBODY = frozenset(_listed("none | no one | nobody | niemand | keiner | true | false"))

VAGUE: Mapping[str, tuple[str, ...]] = {
    "adjective": _listed("""
        mid-size team | simple setup | simple set-up | light custom work | small custom work | simple onboarding
        standard setup | standard set-up | normal security needs | normal security | standard security | basic security
        security is normal | may grow fast | basic login | basic log-in | basic email login | light usage | light use
        normal usage | heavy usage | quick launch | fast launch | simple portal | short setup | only a few teams
        a few teams
        a few pages | a lot of users | lots of users | many users | several users | a few users | a lot
        not many | the usual | the usual tools | usual tools | usual systems | standard integrations | asap
        as soon as possible | soon | everything | the basics | stuff | some stuff | somewhere | some rows | some data
        some users | small team | big team | normal load | moderate | onboarding | standard
        viele nutzer | wenige nutzer | normale sicherheit | übliche sicherheit | einfache einrichtung | leichte nutzung
        geringe nutzung | so bald wie möglich | schnellstmöglich | schneller start | die üblichen
        """),
    "put_off": _listed("""
        handle security during onboarding | during onboarding | sort access later | sort it later | we will sort
        figure it out later | to be clarified | needs to be clarified | wird geklärt | noch zu klären | decide later
        later on | after launch | when we get there
        klären wir später | machen wir später | beim onboarding
        """),
    "another_deal": _listed("""
        same as the last customer | same as last | same as last time | like the last customer | as usual | same as before
        wie beim letzten kunden | wie immer | wie letztes mal
        """),
    "feeling": _listed("""
        should be easy | sounds small | the deal sounds small | should be fine | probably fine | no big deal | klingt klein
        """),
    PEOPLE_ONLY: _listed("""
        the team | their team | their it people | it people | someone | somebody | whoever | whoever they choose
        none | no one | nobody | niemand | keiner | management | the management | the management team | management team
        the boss | their boss | the board | the customer | they | everyone | everybody | all | das team | jemand
        alle | der kunde | deren it
        """),
}
