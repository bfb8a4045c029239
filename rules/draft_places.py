"""Places where data may have to stay, as notes name them in four languages: unions, countries, regions, cities."""

from __future__ import annotations

_PLACES = r"""
    EU EEA UE EWR European\sUnion Europäische[nr]?\sUnion Union\seuropéenne Unión\sEuropea Europe Europa Germany Deutschland Allemagne Alemania
    France Frankreich Francia Spain Spanien Espagne España Switzerland Schweiz Suisse Suiza Austria Österreich Autriche UK United\sKingdom
    Ireland Irland Irlande Netherlands Niederlande\w* Pays-Bas Italy Italien Italie Belgium Belgien Belgique Canada Kanada USA US United\sStates
    Frankfurt Paris Madrid Dublin Zürich Zurich Berlin Münch?en Stockholm Sweden Schweden Poland Polen Portugal Luxemb\w+ Mexico México Norway
    Denmark Quebec Québec Chile Per[uú] Colombia Argentina Bra[sz]il Uruguay Ecuador Costa\sRica Panam[aá] Scotland Wales England
    Northern\sIreland Japan Singapore Australia India Finland Iceland Liechtenstein London Manchester Edinburgh Barcelona Bilbao Sevilla
    Valencia Hamburg Nürnberg Wien Vienna Genf Genève Geneva Bern Lausanne Basel Bayern Baden-Württemberg Catal\w+ Ontario Lyon Marseille
    Bordeaux Toulouse Roubaix Gravelines Amsterdam Brussels Bruxelles Bogot[aá] Lima Santiago
"""
REGION = rf"(?:the\s)?(?:{'|'.join(_PLACES.split())})"
