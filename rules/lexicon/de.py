"""German: the words by which an answer is judged. How entries are written stands in `rules/lexicon/__init__.py`."""

from __future__ import annotations

NUMBERS = {
    "fuffzig": 50, "fünfzich": 50,
    "gutes Dutzend": 12, "knappes Dutzend": 12, "halbes Dutzend": 6, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16,
    "siebzehn": 17, "achtzehn": 18, "neunzehn": 19, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60,
    "siebzig": 70, "achtzig": 80, "neunzig": 90, "hundert": 100, "einhundert": 100, "tausend": 1000, "eintausend": 1000,
    "ein Dutzend": 12, "beide": 2, "beiden": 2, "fuenf": 5, "zwoelf": 12, "dreissig": 30,
}  # fmt: skip
SCALES = {"hundert": 100, "tausend": 1000, "tsd": 1000, "k": 1000, "million": 1e6, "millionen": 1e6, "mio": 1e6, "dutzend": 12}  # fmt: skip
MONTHS = {
    "januar": 1, "jan": 1, "jänner": 1, "februar": 2, "feb": 2, "märz": 3, "mrz": 3, "maerz": 3, "april": 4, "apr": 4, "mai": 5,
    "juni": 6, "jun": 6, "juli": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10, "okt": 10,
    "november": 11, "nov": 11, "dezember": 12, "dez": 12,
}  # fmt: skip
WEEKDAYS = {
    "montag": 0, "montags": 0, "mo": 0, "dienstag": 1, "dienstags": 1, "mittwoch": 2, "mittwochs": 2, "donnerstag": 3, "donnerstags": 3,
    "freitag": 4, "freitags": 4, "samstag": 5, "samstags": 5, "sonnabend": 5, "sa": 5, "sonntag": 6, "sonntags": 6,
}  # fmt: skip

PEOPLE_ENDINGS = "er, innen, kräfte, leute, ler, eure, isten, enten, anten, linge, kinder, schüler"
ROLE_ENDINGS = """leiter, leiterin, leitung, beauftragte, beauftragter, beauftragten, chefin, vorsitzende, vorsitzender, direktor, direktorin, managerin,
    inspektor, inspektorin, referent, referentin, verantwortliche, verantwortlicher, meister, meisterin, vorstand, vorständin, sprecher, sprecherin, schwester,
    pfleger, prokurist, justiziar, sekretär, sekretärin, assistent, assistentin, kapitän, präsident, präsidentin"""
ONE_PERSON = "er, in, ent, ist, är, ant"
FRAGMENTS = "sch, ung, lich, keit, tz, pf, zw, einhundert, zehn"
SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})  # letters that people also write as two
APPEALS = "genau genug, das ist genau genug, konkret genug, das ist konkret genug"
NO_PEOPLE = """server, drucker, rechner, router, scanner, container, computer, zimmer, fehler, ordner, zähler, filter, fächer, häuser, länder, güter, bücher,
    bilder, felder, lager, nummer, monitore, master, wunder, theater, tester, liter, meter, semester, eimer, koffer, weiter, jahrgänger, charaktere"""

WORDS = {
    # --- words that carry no fact by themselves --------------------------------------------------
    "filler": """der, die, das, den, dem, des, ein, eine, einen, einem, einer, eines, wird, werden, wurde, wurden, worden, bin, hat, haben, habe, hab, kann,
        können, konnte, soll, sollen, sollte, musste, darf, dürfen, will, wollen, wollte, möchte, möchten, mag, aber, auch, schon, nochmal, doch, halt, eben,
        sehr, ganz, eher, ziemlich, wirklich, etwas, was, wer, wen, wem, wie, wo, wann, warum, welche, welcher, welches, dass, ob, wenn, als, da, dort, hier,
        nun, immer, oft, manchmal, wieder, bereits, für, beim, im, am, ans, auf, vor, unter, pro, je, statt, während, wegen, ich, mir, mich, mein, meine, du,
        uns, unser, unsere, unserem, ihr, ihre, ihrem, ihren, ihnen, sie, er, es, ihn, ihm, seine, seinem, deren, denen, dessen, man, sich, allem, allen, aller,
        alles, jede, jeden, jedem, andere, anderen, anderer, diese, dieser, dieses, diesem, diesen, jene, gibt, geht, gehen, kommt, kommen, macht, machen,
        gemacht, nimmt, nehmen, stehen, steht, liegt, läuft, laufen, bleibt, bleiben, weiß, wissen, sagen, meint, denkt, findet, sehen, sieht, schauen,
        brauchen, braucht, nutzen, nutzt, gut, gute, guter, gutes, neu, neue, neuen, alt, alten, alte, ok, okay, klar, wichtig, möglich, nötig, projekts,
        vertrag, produkt, portal, system, software, lösung, plattform, nutzer, vertrieb, liste, gesprächen, zeit, beginn, erste, ersten, erster, erstes, letzte,
        letzten, nächste, nächsten, zweite, zweiten, pilot, bitte, danke, sonst, damit, dafür, davon, dazu, daran, dabei, darauf, darum, trotzdem, also, mehr,
        weniger, vorher, nachher, besser, bestimmt, sicher, einfach, zusammen, gemeinsam, genau, wohin, woher, hin, her, los, fertig, bloß, sobald, solange,
        denn, weil, verbinden, verbunden, anbinden, anschließen, integrieren, regel, name, namen, zahl, wort, größe, hören, gehört, denken, vorstellen, zeigt,
        hilft, wartet, redet, spricht, reden, sprechen, kauft, zahlt, wählt, setzen, setzt, hotel, idee, stelle, fall, sache, ding, art, auswählen, wählen,
        hingehen, region, ort, orte, land, gebiet, webseite, seite, ist, sind, sein, last, auslastung, betrieb, noch mal, ca, wirds, gehts, ists, gibts""",
    "adjective": """normal*, standard, standardmäßig*, standards, üblich*, typisch*, gewöhnlich*, einfach*, leicht*, klein*, groß*, riesig*, winzig*, mittel,
        mittelgroß*, mittler*, moderat*, überschaubar*, mäßig*, durchschnittlich*, schnell*, kurz*, zügig*, fix, flott, ordentlich*, vernünftig*, angemessen*,
        geeignet*, passend*, ausreichend*, modern*, sicher*, hoch, hohe, niedrig*, gering*, marktüblich*, branchenüblich*, bankenüblich*, banküblich*, stand der
        technik, best practice*, gängig*, solide*, streng*, flexibel, flexible*, machbar, sportlich, knapp, eng, minimal*, maximal gut, schnellstmöglich*,
        baldmöglichst*, zeitnah*, kurzfristig*, dringend, eilig*, gestern, irgendwann, irgendwo, irgendwie, irgendwas, zeitig, mittelfristig*, langfristig*,
        ehestens, wächst, wachsen, wachstum, steigend, schwankt, schwankend, unterschiedlich*, verschieden*, wechselnd*, ruhig*, viel los, hochsaison, saison,
        onboarding, bei bedarf, nach bedarf, je nachdem, solange nötig, wie nötig, was nötig ist, alles nötige, gesetzlich*, gesetz, vorschrift*, konform*,
        dsgvo-konform, rechtskonform*, und so weiter, usw, etc, und mehr, und co, der rest, nicht viel, nicht viele, keyuser, key-user, key user,
        schlüsselnutzer, pilotnutzer, pilotgruppe, testnutzer, kernteam, überall, montagsspitze, basis*, grundlegend*, kleine anpassungen, ein wenig, rasch*,
        unkritisch*, unproblematisch*, unkompliziert*, fast nichts, so gut wie nichts, kaum, nah, nahe, cloud, rundum-sorglos, vip, das volle programm,
        möglichst, sensibel, vorsichtig, aufpassen, mit vorsicht, reibungslos, schlank, klassisch, unauffällig, konfiguration, betreuung, paket,
        dienstleistungspaket, vollständig*, komplett*, umfassend*, ausführlich*, gründlich*, abgedeckt, feingranular*, brutal*, heftig*, verrückt, wild,
        knackig*, stattlich*, beachtlich*, spitzen, halt, toll, super, prima, ausgewählte, langt, deutlich mehr, need to know, wie sichs gehört, gscheites,
        total wichtig, alle guter dinge, tolles gespräch, mehr als am anfang, weniger als""",
    "soon": """asap, bald, demnächst, sofort, so bald wie möglich, sobald wie möglich, so schnell wie möglich, gleich, im sommer, im frühjahr, im herbst, im
        winter, vor dem sommer, nach dem sommer, frühjahr, sommer, herbst, winter, frühling, nächstes jahr, dieses jahr, anfang nächsten jahres""",
    "quantity": """viel, viele, vielen, vieler, wenig, wenige, wenigen, einige, einigen, einiger, etliche, mehrere, mehreren, manche, paar, handvoll, bisschen,
        bissl, diverse, diversen, zahlreiche, jede menge, haufenweise, haufen, massen*, unmengen, dutzende, hunderte, tausende, die meisten, die hälfte, ein
        teil, alle möglichen, ganze firma, gesamte belegschaft, jeder, irgendein, irgendeine, irgendeinen, irgendwelche, zwei drei, zwei oder drei, gemischt,
        ein mix, mischung, zeug, kram, krempel, eh, sowieso, alles was sie haben, die gesamte, sämtliche, ganze landschaft, alle systeme, systemlandschaft, mal
        so mal so""",
    "another_deal": """wie beim, wie bei, wie letztes, wie letzten, wie immer, wie gehabt, wie üblich, wie sonst, wie früher, wie zuvor, wie vorher, wie damals,
        wie die anderen, wie alle, wie der letzte, wie jeder, wie jedes, genau wie, analog, ähnlich wie, gleich wie, gleicher … wie, gleiche … wie, gleichen …
        wie, gleiches … wie, selbe wie, selben wie, dieselben, identisch, vergleichbar*, letztes mal, letzter kunde, letzten kunden, letztes projekt, anderer
        kunde, anderen kunden, anderen projekten, kopie von, kopieren von, eins zu eins, siehe projekt, abgeschrieben, dito, selber ansprechpartner, andere
        seite, anderen standort, schwesterfirma, anderes unternehmen, wie im alten system, so wie im alten, wie im altsystem, wie bisher, abschreiben, derselbe
        fall, im prinzip dasselbe""",
    "likening": "ähnlich, derselbe, dieselbe, dasselbe, denselben, haben wir bei, hatten wir bei, lief bei",
    "put_off": """sehen wir, wird man sehen, werden wir sehen, mal sehen, mal schauen, schauen wir, schaun mer mal, wird sich zeigen, wird's zeigen, wird s
        zeigen, wird zeigen, zeigt sich, klären, wird geklärt, muss geklärt, klärt, klärung, abklären, in abstimmung, entscheiden wir, wird entschieden, zu
        entscheiden, nicht entschieden, legt … fest, legen … fest, wird festgelegt, noch festzulegen, wird definiert, wird besprochen, zu besprechen, in
        diskussion, machen wir später, regeln wir, regelt sich, folgt, kommt noch, kommt später, kommt dann, reichen wir nach, reiche ich nach, nachgereicht,
        nachreichen, nachfragen, nachzufragen, muss ich nochmal, muss ich noch, müssen wir noch, muss noch, müssen noch, fragen wir, frag ich, frage ich, fragt
        nach, erfragen, rückfrage, meldet sich noch, sagt bescheid, gibt bescheid, geben bescheid, sagen bescheid, kommen auf uns zu, kommt auf uns zu, wird
        mitgeteilt, teilen … mit, im onboarding, beim onboarding, während des onboardings, während der einführung, nächsten termin, im workshop, wenn es soweit
        ist, wenn es so weit ist, zu gegebener zeit, sobald … sind, sobald … ist, sobald … durch, sobald wir, sobald die, wenn … zurück, wenn … nickt, hängt
        von, hängt vom, hängt davon, hängt ab, abhängig von, kommt drauf an, kommt darauf an, je nach, sind dran, ist dran, arbeiten daran, in arbeit, überlegen
        noch, überlegt noch, überlegen sich, muss man sehen, nicht fest, im raum, malen … auf, macht eine liste, macht mal, schickt noch, schickt uns, liefert
        noch, noch nicht, wird benannt, zu benennen, legt der, thema werden, kann noch, nicht so eilig, eilt nicht, verschoben, vertagt, zurückgestellt, wird
        gemeinsam, wird ermittelt, prüfen wir, wird geprüft, prüfen noch, prüft noch, muss geprüft, abwarten, warten wir ab, beim nächsten mal, nächstes mal,
        ein andermal, bei gelegenheit, reden wir, sprechen wir, noch ab, zu früh, nach und nach, legt fest, legen fest, bereden, regeln die intern, regeln das
        intern, früh genug, vielleicht mal, nachliefern, liefere ich nach, unter sich aus, näheres dann, aufnehmen, wenn … zeit hat, sobald … zeit hat, wenn …
        durch ist, wenn … rum ist, in den nächsten wochen, in den kommenden wochen, demnächst, noch ausgewürfelt, noch ausgemacht, noch festgelegt,
        ausgehandelt, reicht … nach, liefern … nach, schickt … noch, fängt … klein an, mal gucken, beim workshop, anschauen, nicht einig, uneinig, je nachdem
        wer, hängt dran, hängt davon ab wie viele""",
    "milestone": """nach vertragsunterschrift, vertragsunterschrift, nach unterschrift, wenn unterschrieben, nach dem kickoff, im kickoff, beim kickoff, ab
        unterschrift, nach auftrag, ab auftrag, nach bestellung""",
    "once": "wenn, sobald, sowie, sofern, falls, nachdem, wann immer",
    "stage": "später, irgendwann später, in phase 2, in phase zwei, phase 2, zweite phase, nächste phase, nach dem start, nach go-live, nach dem go-live",
    "delay": """abgeklärt, abzustimmen, abgestimmt, abstimmen, entscheiden, entscheidet, entschieden, entscheidung, festlegen, festgelegt, definieren,
        definiert, besprechen, besprochen, bereden, diskutieren, diskutiert, regeln, kümmern, kümmert, folgen, hinterfragen, dran, benannt, würfeln, erarbeiten,
        erarbeitet, ausarbeiten, ermitteln""",
    "elsewhere": """siehe, s. o, s.o, s.u, s. mail, steht in, steht im, steht alles, steht drin, in meinen notizen, frag, fragt, fragen sie, bitte fragen, ruf
        mich an, anhören, cf, flipchart, flipchartfoto, whiteboard, folien, folie, powerpoint, foto davon, skizze, im wiki, anlage, anhang, dort schauen, dort
        nachsehen, bitte selber, selber anfordern, bitte anfordern, im kopf, protokoll vom, im protokoll, das pdf, in den unterlagen, ausschreibungsunterlagen,
        liste hängt, aufgemalt, hängt an der mail, hängt an einer mail, hat die liste, liegt im, in der ausschreibung, im lastenheft, im pflichtenheft, schaut …
        nach, schau … nach, teams-kanal, hab ich gerade nicht""",
    "pointing": "frag, fragt, frage, fragen, wende dich, kontaktiere, ruf, anrufen",
    "mentioned": """wie besprochen, wie telefonisch, wie vereinbart, in der mail, im angebot, im anhang, anbei, im protokoll, im crm, im chat, in confluence,
        gesprächsnotiz, hat … erwähnt, erwähnt, aufzeichnung, mitschnitt, von denen … gesprochen""",
    "unknown": """unbekannt, nicht bekannt, keine ahnung, weiß nicht, weiß ich nicht, wissen wir nicht, weiß keiner, weiß niemand, weiß er nicht, weiß sie
        nicht, wissen sie nicht, wissen sie selbst nicht, wissen die nicht, nicht sicher, unsicher, unklar, unklarheit, schwer zu sagen, konnte … nicht sagen,
        konnten … nicht sagen, keine angabe, keine angaben, keine info, keine infos, vergessen, nicht gefragt, nicht angesprochen, nicht besprochen, nie
        besprochen, warten auf, warte auf, wartet auf, in erwartung, offen, offener punkt, ungeklärt, nicht geklärt, tbd, tbc, nicht definiert, nicht benannt,
        nicht festgelegt, nicht entschieden, steht aus, stehen aus, steht noch aus, fehlt, fehlen noch, rätsel, wer weiß, wie auch immer, wie das heißt,
        entfallen, was auch immer, was deren, was der, schwer zu schätzen, schwer abzuschätzen, kaum abzuschätzen, zwei optionen, was halt, was da so, nicht
        sagen, sagt er nicht, sagt sie nicht, sagte er nicht, nicht zur sprache, nix beschlossen, nichts beschlossen, nicht gekriegt, unmöglich abschätzen,
        nicht abschätzen, noch gestritten, sich zeigen, nennt er uns noch, nennt sie uns noch, nennen sie uns noch, nicht fix, noch kein name, keine
        entscheidung, steht in den sternen, kein wort, nicht gesagt, nicht verraten, keiner sagen, niemand sagen, überlässt, wird man sehen, mal sehen wann, nie
        gezählt, nicht gezählt, keiner gezählt, noch nicht, kommt noch, kommen noch, namen gibts noch, noch keinen, noch keine, strittig, müsste man fragen,
        müsste man den, wird noch geklärt, klärt noch, kein thema, nicht gemessen, nie gemessen, weiss noch, keiner meldet sich, mehr hab ich nicht, wieviele
        weis ich, weis ich nich, wie viele weiß ich, keine zahl, keine zahlen, niemand benannt, niemand genannt, weiss ich nicht, hat keiner gesagt, drauf
        schauen, muss noch drauf, nicht rausgekriegt, nicht erfahren, keiner geäußert, hat sich keiner, die werden's wissen, wird's wissen, die wissen das,
        welche wird noch, welche genau, welche noch, wer genau, vom tisch""",
    "question": "wer, wen, wem, welche, welcher, welches, wann, wo, wie viele, wie viel, was, warum",
    "feeling": """sollte passen, sollte gehen, sollte reichen, sollte einfach, sollte leicht, sollte kein, dürfte passen, dürfte gehen, dürfte reichen, wird
        schon, passt, alles gut, kein problem, keine probleme, kein thema, kein großes thema, keine sorge, halb so wild, nicht so wild, kein ding, klingt, fühlt
        sich, gefühl, bauchgefühl, wirkt, scheint, sieht gut aus, easy, locker, lässig, kinderspiel, formsache, durchwinken, hoffentlich, hoffen,
        zuversichtlich, überzeugt, begeistert, freuen sich, vertrauen, vertraut uns, egal, wurst, druck, zeitdruck, peinlich, drängt, drängen, kann das ab,
        schafft das, schaffen das, verkraftet, verkraften, schon irgendwie, packt das, packen das, hält das aus, steckt das weg, kriegen wir hin, bekommen wir
        hin, kriegen das hin, machen das schon, kompliziert, heikel, schwierig, politisch, spannend, knifflig, brennt, spannender, spannendes, super, toll,
        tolle, toller, klasse, potenzial, potential, vollgas, perfekt, schönes projekt, wichtiger kunde, strategisch, traumkunde, herzblut, nette leute, nett,
        schmerzfrei, harmlos, langweilt, versteht sich, selbstverständlich, wie man das kennt, ihr wisst schon, harte kern, harter kern, sorgfältig,
        sorgfältiger, nachvollziehbar, eilt, top kunde, chemie, sympathisch, mega, richtig was, liebe grüße, viele grüße, wochenende, sauber, empfindlich,
        gesteigerten wert, viel wert, wert drauf, mündlich, gern, läuft, cool, hammer, ordentliches, ordentlich, dienstweg, kennt man ja, nice to have, kommt
        schon, je früher desto besser, genervt, heikles, sind fit, problemlos, darf nicht hängen, sehr wichtig, ruhe eingekehrt, vertrauensvoll, lückenlos, man
        kennt uns, speziell, flott, da geht noch was, leider schon, revisionssicher, dokumentiert, feuer unterm, gas geben, steckenpferd, was das herz begehrt,
        einfach gehen, zackig, per knopfdruck, mit allem, was sauberes, das große besteck, ins schwitzen, keine sorgen, bombenfest, pingelig, penibel,
        entspannt, allergisch, nervös, top chance, was los ist, ein spaziergang, guckt sich uns, berüchtigt, nerven einplanen, fingerspitzengefühl, da ist musik
        drin""",
    "hedge": """vielleicht, eventuell, evtl, womöglich, möglicherweise, wahrscheinlich, vermutlich, wohl, schätze, schätzungsweise, geschätzt, ich denke, denke
        ich, denk ich, ich glaube, glaub ich, glaube ich, vermute, nehme ich an, nehm ich an, ich nehme an, könnte, könnten, dürfte, dürften, wäre schön, wäre
        gut, wäre nett, müsste, müssten, mal angenommen, soweit ich weiß, meines wissens, so viel ich weiß, soviel ich weiß, gefühlt, unter umständen,
        gegebenenfalls, ggf, kann sein, mag sein, hab gehört, habe gehört, ansatzweise, so in etwa, idealerweise, am liebsten, würde ich sagen, würd ich sagen,
        hätten sie gern""",
    "nobody": """niemand, keiner, alle, jeder, team, it, leute, leuten, abteilung, abteilungen, kunde, kunden, firma, management, führung, leitung,
        geschäftsleitung, führungskreis, chefetage, oben, chefs, chef, boss, vorstand, gremium, lenkungskreis, lenkungsausschuss, ausschuss, komitee, kreis,
        beirat, betriebsrat, gesellschafter, gründer, zuständige, zuständigen, verantwortliche, verantwortlichen, kontakt, entscheider, fachabteilung,
        fachbereich, fachbereiche, seite, kundenseite, richtige, kollege, kollegen, kollegin, typ, typen, mann, frau vom empfang, juristen, stab, hauptsitz,
        konzern, gemeinderat, stadtrat, familie, aufsichtsrat, kreistag, stiftungsrat, seine vertretung, ihre vertretung, deren vertretung""",
    "someone": """jemand, jemanden, jemandem, irgendjemand, irgendwer, irgendeiner, irgendein, irgendeine, wer auch immer, wer gerade, wer will, wer halt, wer
        zeit hat, einer von, einer der, eine der, eine von, einer aus, einer vom, ein gremium, mehrere, die richtigen, wichtige leute, wechselnde, der
        jeweilige, die jeweiligen, wen sie, wen auch immer, wen die, wer dann, wem auch, der der, die die, derjenige, diejenige, der gerade, konsens,
        einvernehmlich, einstimmig, gemeinsam, abstimmung, mehrheit, entscheiden tut er nix, entscheiden tut er nicht, entscheidet nichts, nichts zu sagen, nix
        zu sagen, nix zu melden, keine befugnis""",
    "or": "oder, bzw, beziehungsweise, und/oder, und wenn nicht, genauso gut, ebenso gut",
    "either": "entweder, schwanken zwischen, schwankt zwischen",
    "neg": "nicht, kein, keine, keinen, keinem, keiner, keinerlei, nichts, nix, nie, weder, noch, ohne, nein, null",
    "none": """keine, keiner, keines, nichts, nix, nichts nötig, nichts verlangt, nichts gefordert, nichts gefragt, nichts weiter, nicht nötig, nicht
        erforderlich, nicht verlangt, nicht gefordert, nicht gewünscht, nicht gebraucht, nicht benötigt, nicht notwendig, nicht relevant, nicht geplant, nicht
        vorgesehen, entfällt, brauchen sie nicht, brauchen die nicht, braucht er nicht, brauchen wir nicht, wollen sie nicht, wollen die nicht, will keine,
        wollen keine, will nichts, will nix, wollen nichts, kein bedarf, keinen bedarf, keine anforderung, keine anforderungen, keine vorgabe, keine vorgaben,
        keine auflagen, keine einschränkung, keine einschränkungen, keine regel, keine regeln, keine anbindung, keine anbindungen, keine integration, keine
        integrationen, keine schnittstelle, keine schnittstellen, keine systeme, kein sso, keine logs, keine protokolle, kein audit, keine prüfung, keine
        einrichtung, kein setup, keine arbeiten, kein import, keine migration, kein umzug, kein termin, kein harter termin, kein fester termin, keine frist,
        keine deadline, keine feste frist, kein stichtag, kein datum, keine menschen, nur maschinen, reine maschinenanbindung, maschinell, keine nutzer, egal
        wo, ort egal, keine freigabeliste, keine aufbewahrung, gar nichts, gar keine, nichts anzubinden, nichts umzuziehen, nichts einzurichten, hat niemand
        gefragt, niemand verlangt, fragt niemand, will niemand, hat keiner verlangt, niemand will, gibt es keine, gibt es keinen, gibts keine, gibts keinen,
        gibt es nicht, brauchts nicht, braucht es nicht, braucht man nicht, nichts fixes, nichts festes, kein fixer termin, keinen fixen termin, feste frist
        haben wir nicht, brauchens nicht, besteht nicht, besteht unsererseits nicht, gibts nicht""",
    "nothing_much": "nichts besonderes, nix besonderes, nichts wildes, nichts spezielles",
    "nay": "nein, nö, nee",
    "yes": """ja, jawohl, erforderlich, pflicht, ist pflicht, muss, müssen, zwingend, verlangt, gefordert, notwendig, benötigt, wird benötigt, brauchen sie,
        gewünscht, auf jeden fall, unbedingt, vorgeschrieben, erwünscht, muss klappen, muss laufen, funktioniert, funktionieren, laufen muss, läuft, klappen,
        klappt, brauchts, braucht es, darf nicht ausfallen""",
    "said": """bestätigt, bestätigte, hat bestätigt, laut, sagt, sagte, gesagt, so, gemäß, schriftlich, per mail, mündlich, telefonisch, am telefon, gemailt,
        geschrieben, schrieb, zugesagt, unterschrieben, unterzeichnet, freigegeben, genehmigt, abgenommen, vereinbart, gefragt, nachgefragt, lt, auskunft von,
        auskunft, aussage, mitgeteilt, im call, im gespräch, erklärt, versichert""",
    "reply": """sagt uns, sagt es, sagt, nennt, nennt es, nennt sie, nennt ihn, nennen, benennt, meldet, meldet sich, meldet es, bestätigt, entscheidet, klärt,
        klärt es, klärt das, antwortet, antwort, liefert, schickt, schickt es, sendet, prüft, prüft es, fragt, fragt nach, fragt … nach, zählt, misst, zählt es,
        ermittelt, gibt bescheid, sagt bescheid, teilt … mit, bringt, wählt aus, legt … fest, legt fest, liefert nach, reicht … nach, kümmert sich,
        recherchiert, rückmeldung, holt, holt die antwort, stimmt … ab, trägt … nach, schaut nach, erfragt, übernimmt, schreibt, zusage, soll bis, wird bis,
        will bis, wird benannt, benannt von, rechnet, zu klären, zu bestätigen, zu nennen, antwort von, nennt uns, gibt uns, teilt uns""",
    "due": "bis, bis zum, bis spätestens, spätestens, spätestens bis, spätestens am, vor dem, bis ende, bis kw",
    "by": "von, vom, durch, bei, mit, über, an, heißt",
    "people": """nutzer*, user, users, anwender*, personen, person, leute, leuten, menschen, mitarbeiter*, mitarbeitende*, beschäftigte*, angestellte*,
        kollegen, köpfe, köpfen, mann, ma, benutzer*, konten, accounts, lizenzen, lizenz, plätze, arbeitsplätze, schreibtische, zugänge, aktive, aktiven,
        anmeldungen, pflegekräfte, schwestern, fahrer*, verkäufer*, monteure*, techniker*, sachbearbeiter*, lehrer*, schüler*, studierende*, studenten, ärzte,
        ärztinnen, berater*, disponenten, einkäufer*, planer*, filialleiter*, leiter, schichtleiter*, azubis, gäste, patienten, kassierer*, lageristen,
        staplerfahrer, erzieher*, vertreter, außendienstler, innendienstler, helfer, fte, vollzeit*, täglich*, wöchentlich*""",
    "action": """anfragen, anfrage, aufrufe, aufruf, api-aufrufe, api aufrufe, berichte, bericht, reports, auswertungen, uploads, upload, hochlad*, downloads,
        anmeldungen, anmelden, melden sich, logins, log-ins, einloggen, loggen sich, transaktionen, bestellungen, aufträge, auftrag, buchungen, rechnungen,
        belege, lieferscheine, nachrichten, mails, dokumente, dateien, suchen, suchanfragen, abfragen, scans, ereignisse, importe, import, exporte, abgleiche,
        jobs, zahlungen, besuche, seitenaufrufe, klicks, sitzungen, datensätze, zeilen, tickets, einträge, meldungen, messwerte, etiketten, drucke,
        stempelungen, stempeln, vorgänge, aktionen, kassenbons, pakete, sendungen, termine, fotos, bilder, checkouts""",
    "rate": """pro stunde, je stunde, in der stunde, die stunde, stündlich, pro minute, je minute, pro sekunde, je sekunde, pro std, je std, pro tag, am tag,
        täglich, je tag, pro woche, pro nacht, in der minute, in der sekunde, die std, je nacht, pro schicht, je schicht, in der nacht, jede nacht, jede stunde,
        am vormittag""",
    "object": """zeilen, datensätze, datensatz, kontakte, kontakten, konten, artikel*, dateien, dokumente, pdf, vorlage, vorlagen, pdf-vorlage, rolle, rollen,
        profile, freigabe, freigaben, freigabestufen, stufen, freigabekette, freigabeketten, schritte, workflows, felder, feld, tabellen, listen, lieferanten,
        produkte, rechnungen, tickets, gb, tb, mb, workshop, workshops, schulung, schulungen, termine, umgebung, umgebungen, berichte, dashboards, formulare,
        formular, skripte, skript, benutzerkonten, mitarbeiter, filialen, mandanten, gesellschaften, excel-listen, csv-dateien, aufträge, bestellungen,
        positionen, objekte, postfächer, seiten, testfälle, dubletten, rechte, gruppen, etiketten, teile, anlagen, maschinen, patienten, kunden, stammdaten,
        dreistufig*, zweistufig*, vierstufig*, preislisten""",
    "time_unit": """minute, minuten, min, stunde, stunden, std, tag, tage, tagen, arbeitstage, arbeitstagen, werktage, werktagen, woche, wochen, monat, monate,
        monaten, jahr, jahre, jahren, nächte, quartal, quartale""",
    "no_lead": "minute, minuten, min, sekunde, sekunden, sek, jahr, jahre, jahren",
    "data_unit": "megabyte, gigabyte, terabyte",
    "uncounted": """deal, deals, kunde, kunden, projekt, projekte, projekten, phase, phasen, sprint, sprints, welle, wellen, workshop, workshops, call, calls,
        meeting, meetings, termin, termine, gespräch, gespräche, standort, standorte, standorten, büro, büros, gebäude, abteilung, abteilungen, team, teams,
        firma, firmen, klinik, kliniken, krankenhäuser*, bank, banken, töchter, land, länder, frage, fragen, punkt, punkte, punkten, thema, themen, version,
        versionen, woche, wochen, tag, tage, tagen, monat, monate, jahr, jahre, jahren, stunde, stunden, minute, minuten, spitze, spitzen, mal, stufe, stufen,
        option, optionen, datum, daten, szenarien, wettbewerber, versuche, sachen, dinge, gründe, systeme, tools, schnittstelle, schnittstellen, quellen,
        datenbanken, module, etagen, angebote, folien, seiten, fach, prozent, ideen, runde, runden, quartale, referenzen, fälle, demos, werke, werken, filialen,
        läden, niederlassungen, varianten, bereiche, listen, leute it, tickets, ms, millisekunden, sterne, stern, kern, kerne, bit, stellig, stelliger,
        bildschirme, zimmer, ziffern, km, mails, anbieter, lieferanten, preise, zertifikate, cent, ebenen, etage, stock, stockwerke, hierarchieebenen, region,
        regionen, märkte, marken, sprachen, gesellschaften, anwendungen, applikationen, betten, lkw, lkws, kameras""",
    "numbered": """phase, sprint, version, v, gebäude, haus, station, schritt, stufe, ebene, seite, folie, iso, artikel, abschnitt, raum, etage, nr, nummer,
        welle, gate, modul, din, paragraph, halle, windows, server, werk, standort, filiale""",
    "swing": "schwankt, schwanken, mal … mal, mal, ein anderer, andere sagen, der andere, vielleicht auch, können es, könnten es",
    "within": "in, innerhalb, innerhalb von, binnen, nach",
    "at": "um, gegen, ab, bis",
    "quarter_no": "q, quartal",
    "week_no": "woche, kw, kalenderwoche, wochen",
    "money": "eur, euro, usd, dollar, chf, franken, teuro, t€",
    "about_else": """preis, wert, auftragswert, gebühr, kosten, raum, zimmer, latenz, antwortzeit, antwortzeiten, rabatt, budget, marge, umsatz, verfügbarkeit,
        bewertung, paket, pakete, paketen zu, telefon, durchwahl, gegründet, seit, alter, fläche, quadratmeter, kilometer, flug, arbeitsspeicher, kerne,
        kapazität, vertragswert, provision, im angebot, inklusive, inbegriffen, faktor""",
    "company": """firma, konzern, unternehmen, gruppe, betrieb, unternehmensgruppe, arbeitgeber, mitarbeiter hat, beschäftigt, beschäftigte in, belegschaft,
        mitarbeiter in, mitarbeitende in, mitarbeitenden in, angestellte in, mann stark, bilanzsumme""",
    "aside": """laufzeit, vertragslaufzeit, kündigungsfrist, verlängerung, rahmenvertrag, bestellnummer, kundennummer, kd-nr, ausschreibung, zuschlag, unser
        angebot, preislich, günstiger, listenpreis, lizenzpreis, tagessatz, spesen, anfahrt, skonto, rabattstufe, pro platz, umsatz, jahresumsatz, bilanzsumme,
        marktführer, betten, gegründet, gibt es seit, stammt von, prämiert, baujahr, rücklage, unser quartal, mein quartal, mein bonus, meine provision, mein
        chef, unser chef, unser vertriebsleiter, mitbewerber, mitbewerb, wettbewerber, wettbewerb, konkurrenz, konkurrenzangebot, übernommen, gekauft, fusion,
        zeitung, presse, vor jahren, damals, historisch gewachsen, kennengelernt, albtraum, alpträume, gestresst, ungeduldig, streit, gestritten, droht,
        gekündigt, kündigt, ärger, krank, urlaub, auf kur, altersteilzeit, stöhnt, ruft mich, nachgehakt, hakt nach, schlechte erfahrung, schlechte erfahrungen,
        bekannt für, stolz, durchgefallen, durchgekommen, bemängelt, rechnet ab, wirtschaftsprüfer, buße, strafe, bafin, serverraum, glasfaser, bandbreite,
        mbit, richtfunk, backbone, leidensdruck, kein witz, kaffee, perso, wlan, geöffnet, gelistet, kreditor, pitch war, wurde geschlossen, systemlandkarte,
        tagt, abgeraucht, rumsteht, ram, kerne, funkstille, richtfest, hobbykeller, alten anbieter, beim alten, nachverhandlung, wirtschaftsprüfer kommen,
        jahresabschlussprüfung, wirtschaftsprüfung""",
    "seat": """hauptsitz, zentrale, sitz in, sitz, niederlassungen, niederlassung, tochterfirmen, tochter, standorte, standort, vertriebsbüro, filialen, werke
        in, werk in, vertrieb in, niederlassungen in, liefern nach, exportieren nach""",
    "between": "zwischen, irgendwo zwischen, zw",
    "contract": """vertrag, vertrags, vertragsbeginn, zahlung, zahlungsziel, unterschrift, rechnung, angebot, pitch, geöffnet, öffnungszeiten, unser quartal,
        kick-off war, kündigung, unterschrieben, abschluss bis, closing, rabatt, verlängerung, gewährleistung, garantie, kündbar, kündigungsfrist, laufzeit""",
    "ask_them": "frag, fragt, frage, wende dich, ruf, am besten frag, frag mal, siehe",
    "connect": "angebunden, anbinden, anbindung, angeschlossen, anschließen, angekoppelt, schnittstelle zu, gekoppelt, verbunden",
    "premises": """pforte, schranke, drehkreuz, besucherausweis, werksausweis, zutrittskarte, parkplatz, empfang melden, beim pförtner, zugang zum gelände,
        ausweis, tor""",
    "occasion": """angebot, angebots, telefonat, anruf, kickoff, demo, vorgespräch, erstgespräch, mail vom, termin vom, besprechung vom, gegründet, gekauft,
        rechnung vom, gültig, bestellung, bestellnummer, raten, bindend""",
    "month_1": """monat 1, monat eins, im ersten monat, ersten monat, erster monat, m1, zu beginn, am anfang, anfangs, zum start, start, startet, fängt,
        beginnt, beginnen, heute, jetzt, aktuell, derzeit, momentan, zunächst, erstmal, vorerst, go-live, zuerst""",
    "month_12": """monat 12, monat zwölf, im zwölften, zwölften, m12, nach einem jahr, in einem jahr, nach 12 monaten, in 12 monaten, innerhalb von 12 monaten,
        binnen 12 monaten, binnen eines jahres, zwölf monate, zwölf monaten, 12 monate, 12 monaten, jahresende, ende des jahres, ende 2027, ein jahr später,
        nächstes jahr, wachsend auf, steigt auf, steigen auf, wächst auf, wachsen auf, bis ende""",
    "growth": "wächst, wachsen, wachsend, wachstum, steigt, steigen, steigend, dann, verdoppel*, verdreifach*, hochlauf, danach",
    "factor": "doppelt*, verdoppel*, dreifach*, verdreifach*, vierfach*, hälfte, halb, zehnfach*, zweimal",
    "range": "zwischen, von, irgendwo zwischen, irgendwas zwischen, mal, spanne, zw",
    "to": "bis, und, bis zu, mal, oder, auf",
    "clock": "uhr, mittag, mittags, mitternacht, mittagspause, mittagszeit, schichtwechsel, feierabend, ladenschluss, öffnung, schichtbeginn, kassenschluss",
    "past": """war, waren, hatte, hatten, damals, wurde, wurden, gab, kam, lag, saß, seit, letztes jahr, voriges jahr, schon 2, geplant war, war mal, verpasst,
        gerissen, warens, wars, vorgängertool, lief bis, war fällig""",
    "period": """morgen, morgens, vormittag, vormittags, nachmittag, nachmittags, abend, abends, nachts, nacht, nächtlich*, täglich*, wöchentlich*, monatlich*,
        werktags, wochenende, wochenenden, wochentags, jeden tag, jeden morgen, jeden abend, monatsende, monatsanfang, monatsabschluss, monatswechsel,
        quartalsende, quartalsabschluss, jahresende, jahresabschluss, zahltag, black friday, weihnachten, ostern, rund um die uhr, ganztägig, stündlich,
        echtzeit, wochenstart, ultimo, montagmorgen, montagfrüh, montag früh, freitagnachmittag, früh, schulbeginn""",
    "window": """weihnachten, ostern, pfingsten, silvester, jahreswechsel, neujahr, jahresende, quartalsende, nächsten monat, nächster monat, nächste woche,
        nächstes quartal, dieses quartal, geschäftsjahr, wirtschaftsjahr, übermorgen, heiligabend, fasching, karneval, erntedank, advent, schuljahr,
        schuljahresbeginn, semesterbeginn, semesterstart, inventur, messe, nikolaus, black friday""",
    "edge": "mitte, anfang, ende, erste hälfte, zweite hälfte, erste woche, ersten woche, letzte woche",
    "month": "januar*, februar*, märz*, april*, juni*, juli*, august*, september*, oktober*, november*, dezember*",
    "title": "herr, herrn, frau, hr, fr, dr, prof",
    "role": """leiter, leiterin, leitung it, it-leiter, it-leiterin, it-leitung, it leitung, werksleiter*, werkleiter*, betriebsleiter*, filialleiter,
        abteilungsleiter, abteilungsleiterin, bereichsleiter*, projektleiter, projektleiterin, teamleiter, teamleiterin, vertriebsleiter*, produktionsleiter*,
        personalleiter*, lagerleiter*, finanzleiter*, einkaufsleiter*, schichtleiter, marketingleiter*, standortleiter*, qualitätsleiter*, logistikleiter*,
        serviceleiter*, leiter der, leitung betrieb, leitung der, geschäftsführer, geschäftsführerin, vorstandsvorsitzende*, vorständin, finanzvorstand, cio,
        cto, ciso, ceo, cfo, coo, dpo, prokurist, prokuristin, inhaber, inhaberin, datenschutzbeauftragte*, dsb, informationssicherheitsbeauftragte*,
        sicherheitsbeauftragte*, beauftragte, beauftragter, admin, administrator, administratorin, systemadministrator*, chefarzt, chefärztin, oberarzt,
        pflegedienstleitung, rektor*, schulleiter*, schulleitung, dekan*, kanzler*, kanzlerin, bürgermeister*, kämmerer, kämmerin, amtsleiter*, product owner,
        produktmanager*, projektmanager*, justiziar*, justitiar*, syndikus*, buchhalter, buchhalterin, controller, controllerin, meister, meisterin,
        betriebsratsvorsitzende*, vorsitzende, vorsitzender, stellvertreter*, assistenz der geschäftsführung, revisor, revisorin, head of, manager, director,
        kaufmännische leitung, technische leitung, technischer leiter, kaufmännischer leiter, verwaltungsleiter*, heimleit*, küchenchef*, ordnungsamtsleiter*,
        it-chef, it-chefin, finanzchef*, personalchef*, einkaufschef*, chef der, leiter des, leiter vom, leiterin vom, chefin, leitung des, leitung vom,
        leitung, intendanz, werkleiter, betriebsleiter""",
    "approve": """genehmigt, freigibt, gibt frei, frei, freigabe, freigaben, unterschreibt, unterzeichnet, entscheidet, entscheiden, letztes wort, letzte wort,
        zeichnet, abnimmt, nimmt ab, abnahme, verantwortet, verantwortlich, zuständig, vergibt, erteilt, vergeben, rechte, rollen, adminrechte, stellvertretung,
        vertretung, beauftragt, benannt, budgetverantwortlich*, hut auf, freigeben, abnehmen, absegnen, abzeichnen, unterschreiben""",
    "sole": """allein, alleine, nur, ausschließlich, lediglich, persönlich, selbst, stellv, kommissarisch, sonst nirgends, sonst niemand, sonst nichts, nirgends
        sonst""",
    "department": """buchhaltung, rechnungswesen, controlling, finanzabteilung, finanzen, personal, personalabteilung, hr, lager, logistik, einkauf,
        rechtsabteilung, recht, marketing, kundendienst, kundenservice, support, service, produktion, fertigung, montage, qualität*, instandhaltung, versand,
        disposition, arbeitsvorbereitung, innendienst, außendienst, empfang, callcenter, call-center, revision, sicherheitsteam, entwicklung, forschung, labor,
        pflege, aufnahme, filiale, filialen, werk, werke, station, schicht, frühschicht, nachtschicht, spätschicht, schichtleiter*, filialleiter*, teamleiter*,
        abteilungsleiter*, monteure, azubis, admins, außendienstler, werkstatt, küche, verwaltung, poststelle, zentrale, niederlassung, standort, halle,
        kassenkräfte, staplerfahrer*, meister, vertriebler, verkäufer*, fahrer*, pflegekräfte, lehrer*, ärzte, compliance, lohnbüro, kreditoren*, debitoren*,
        planung, personalrat, betriebsrat""",
    "kind": """warenwirtschaft, wawi, lohnbuchhaltung, lohnprogramm, lohnsystem, hr-system, personalsystem, identitätsanbieter, zahlungssystem,
        zahlungsanbieter, buchhaltungssystem, finanzbuchhaltung, fibu, dwh, lagerverwaltung, lvs, dms, ticketsystem, webshop, onlineshop, shop, mailserver,
        telefonanlage, zeiterfassung, kassensystem, kasse, interne datenbank, fileserver, bi-tool, kis, krankenhausinformationssystem, zutrittssystem,
        steuerberater, controlling-würfel, dokumentenablage, archivsystem, telematik, leitstand""",
    "source": """csv-export, excel-listen, excel-liste, tabellen, webformular, formular, formulare, sensoren, scanner, kassen, kassendaten, maschinen,
        maschinendaten, sps, waage, postfach, papier, bestellungen, aufträge, rechnungen, stundenzettel, website, app, kontoauszüge, exporte, handscanner,
        handhelds, zähler, zählerstände, dashboard, berichtswesen, reporting, listen, lieferscheine, stammdaten, briefe, e-mails, anrufe, fotos, pdfs,
        dokumente, nachrichten, verträge, kalender, chat, messdaten""",
    "store": """gespeichert, speichern, speichert, abgelegt, ablage, liegt in, liegt im, liegen in, liegen im, liegen bei, liegen auf, landet in, landen in,
        landet im, gehostet, hosting, datenbank, eu-datenbank, db, unsere cloud, rechenzentrum, archiv, archiviert, bucket, data lake, on-premise, on premise,
        vor ort, nichts bleibt""",
    "from": """aus, kommt aus, kommen aus, kommt von, kommen von, von, vom, stammt aus, quelle, quellen, beginnt in, startet in, erfasst, eingegeben,
        exportiert, gezogen aus, schickt, liefert, entsteht, entstehen, entsteht in, entstehen auf""",
    "into": """nach, zu, zum, zur, an, in, ins, geht an, geht in, gehen an, gehen in, weiter an, weiter nach, weiter zu, rüber, rüber zu, gesendet an, geschickt
        an, übergeben an, empfänger, empfängt, ziel, ziele, abgeholt, liest, gelesen von, bekommt, bekommen, ziehen sich""",
    "control": """identitätsanbieter, prüfprotokoll*, protokollier*, anmeldungen, logins, log-ins, rollenänderung*, rechteänderung*, dateizugriff*, zugriffe
        auf, datenexport*, exporte, löschung*, löschen, gelöscht, admin-aktionen, adminaktionen, fehlversuche, fehlgeschlagene, konfigurationsänderung*, jede
        aktion, jeder klick, preisänderung*, lesezugriff*, schreibzugriff*, vier-augen*, vieraugen*, versionierung, versionshistorie, zeitstempel, signatur*,
        unterschrift mit, region, sicherheitsfragebogen, fragebogen, fragen umfang*, pentest*, penetrationstest*, tisax, bsi, c5, kritis, nis 2, rollenbasiert*,
        minimalprinzip, nur lesen, lesend, leserecht*, leser, bearbeiter, freigeber, prüfer, funktionstrennung, mandantentrennung, je abteilung, pro abteilung,
        je filiale, pro filiale, je standort, pro standort, ip-bereich*, ip-adresse*, feste ip*, werksnetz*, werksnetze, werksnetzen, büronetz*, firmennetz*,
        unternehmensnetz, netz, netze, netzen, avv, auftragsverarbeitung*, adv-vertrag, dsfa, folgenabschätzung, personenbezogen*, gesundheitsdaten,
        patientendaten, anonymisier*, pseudonymisier*, verschlüssel*, eigene schlüssel, maskier*, schwärz*, rechtsprüfung, rechtliche prüfung,
        unterauftragnehmer*, subunternehmer, betriebsvereinbarung, fehlerprotokoll*, fehlerlogs, api-logs, zugriffsprotokoll*, zugriffslogs, virenschutz,
        backup, backups, sicherung*, on premise, eigene server, echtdaten, testdaten, produktivdaten, laptops, notebooks, einwilligung, dürfen nicht, darf
        nicht, dürfen nie, darf nie, darf nur, dürfen nur, nur sehen, sieht nur, sehen nur, nie löschen, niemals löschen, nicht gespeichert, verboten,
        untersagt, darf sehen, dürfen sehen, darf ändern, liest, bearbeitet, löscht, lesen, bearbeiten, nur die eigenen, nur eigene, wer freigegeben, wer
        genehmigt, an-/abmeldung, storno, rabattänderung, rolle, profil, fehler, schnittstellenfehler, api-fehler, importfehler, ausfälle, freigaben, sieht
        alles, sehen ihre""",
    "auth": """zwei-faktor, zweifaktor*, zweitem faktor, zweiter faktor, zweiten faktor, chipkarte, passwort, passwörter, firmenkonto, unternehmenskonto,
        firmenanmeldung, sms-code, zertifikatsanmeldung, unikonto, uni-konto, verzeichnisdienst""",
    "each": "jede, jeder, jedes, jeden, jedem, alle, sämtliche",
    "topic": """sso, single sign-on, single sign on, audit-protokoll*, audit-log*, auditlog*, audit log, audit logs, audit-trail, aufbewahrung*, datenstandort,
        ort der daten, datenhaltung, lieferantenprüfung, lieferantenbewertung, zugriffsregeln, zugriffskontrolle*, freigabeverlauf, freigabehistorie,
        ip-freigabe*, ip-whitelist, whitelist, sicherheitsfreigabe*, protokolle, protokoll, logs, sicherheitsprüfung*""",
    "event": """vertragsende, ende des vertrags, ende der vertragslaufzeit, kündigung, auf anfrage, auf verlangen, dauerhaft, unbefristet, für immer, nie
        löschen, austritt, projektende, ausscheiden, verlassen, entlassung, abschluss, abmeldung, ende der mitgliedschaft""",
    "idp": "identitätsanbieter, google login, univention",
    "region": """europa, europäische union, ewr, uk, inland, eigenes rechenzentrum, eigenem rechenzentrum, eigenen rechenzentrum, rechenzentrum, vor ort, im
        haus, eigene server, nrw""",
    "work": """import, importe, datenimport, datenübernahme, migration, datenmigration, migrieren, umzug, umziehen, skript, skripte, mapping, feldzuordnung,
        datenzuordnung, zuordnung, feldmapping, bereinigung, bereinigen, datenbereinigung, aufräumen, dubletten, rollen, eigene rollen, rechte, berechtigung*,
        rechtekonzept, freigabekette*, freigabe, freigaben, freigabeworkflow*, freigabeprozess*, workflow*, umgebung einrichten, testumgebung, sandbox, test,
        tests, testen, abnahmetest*, akzeptanztest*, schulung, schulungen, anwenderschulung*, keyuser-schulung, begleitung, einführungsbegleitung, hypercare,
        vorlagen, vorlage, briefvorlagen, pdf-vorlage, branding, logo, felder, zusatzfelder, berichte, dashboards, anbindung, schnittstelle, konnektor,
        sso-einrichtung, übersetzung, benutzerkonten, lasttest, archiv, altdaten, stammdaten, scannen, digitalisier*, kontenrahmen, preislisten, webhook,
        domain, schulung*, schulungstag*, einweisung*, trainings*, import*, migrations*, datenüber*, stammdaten*, mapping*, rollen*, vorlagen*, formular*,
        oberfläche übersetzen, übersetz*, archivier*, aktenscan*, abtippen, einpflegen, erfassen, übernehmen, überführen, übertragen, konvertieren, einspielen,
        nacherfassen, anlegen, einlesen, umwandeln, zusammenführen, laden, rüberziehen, aufsetzen""",
    "hands": """durch uns, wir, machen wir, von uns, bauen wir, durch den kunden, macht der kunde, kunde macht, baut der kunde, der kunde, vom kunden, die
        selbst, selbst, selber, durch partner, partner, der partner, dienstleister, unser team, unsererseits, deren it, in eigenregie, übernehmen wir, erledigen
        wir, übernimmt""",
    "day_one": """tag 1, tag eins, ab tag 1, ab tag eins, erster tag, ersten tag, am ersten tag, vom ersten tag, go-live, zum start, sofort, ab sofort, von
        beginn an, ohne das geht, nicht ohne, phase 1, phase eins, später, irgendwann später, phase 2, phase zwei, kann warten, können warten, nächstes jahr,
        zweite phase, ab woche, ab monat, ab start, ab dem ersten tag, von anfang an, sobald wir live, wenn wir live, ab der ersten minute, zum auftakt, ab
        go-live""",
    "flow": "abgleich, sync, synchronisation, nächtlich*, täglich*, stündlich, in eine richtung, beide richtungen, bidirektional, echtzeit, schnittstelle zu",
}

# Whole answers that never count, in any text field: few, because they are compiled into the CRM as well.
PLACEHOLDERS = """trag ich nach | folgt | tt.mm.jjjj | (leer) | noch leer | nichts eingetragen | offen | unbekannt | siehe notizen | siehe mail | noch offen |
    weiß nicht | wird nachgereicht | wird nachgetragen | wird noch ausgefüllt | später ausfüllen | folgt noch | ausstehend | fehlt noch"""
WHOLE = {
    "adjective": """viele nutzer | wenige nutzer | normale sicherheit | übliche sicherheit | einfache einrichtung | leichte nutzung | geringe nutzung | so bald
        wie möglich | schnellstmöglich | schneller start | die üblichen""",
    "put_off": "wird geklärt | noch zu klären | klären wir später | machen wir später | beim onboarding",
    "another_deal": "wie beim letzten kunden | wie immer | wie letztes mal",
    "feeling": "klingt klein",
    "nobody_named": "das team | jemand | alle | der kunde | deren it | niemand | keiner",
}

MESSAGES = """missing: Hier steht nichts. | placeholder: Das füllt nur das Feld. | adjective: Ein Eigenschaftswort statt einer Menge: damit kann die Technik
    nicht planen. | put_off: Das verschiebt die Frage. Wer beantwortet sie, und bis wann? | another_deal: Das verweist auf einen anderen Kunden. Was gilt für
    diesen? | elsewhere: Das verweist auf eine andere Stelle. Bitte die Angabe selbst hier eintragen. | feeling: Das ist ein Gefühl, keine Angabe des Kunden. |
    off_topic: Das handelt von etwas anderem als der Frage. | hedge: Das ist eine Vermutung ohne Angabe dahinter. | alternative: Hier stehen zwei Antworten
    nebeneinander. Welche gilt? | wide_range: Die Spanne ist zu weit zum Planen (mehr als das Dreifache). | open_question: Die Frage ist noch offen, und niemand
    ist genannt, der sie bis zu einem Tag beantwortet. | nobody_named: Hier ist niemand genannt. Gebraucht wird eine Person oder eine genaue Rolle. | no_number:
    Es fehlt eine Zahl. | no_name: Es fehlt ein Name oder eine genaue Rolle. | no_system: Es ist kein System genannt. | no_time: Es fehlt ein Tag oder eine
    Uhrzeit. | no_region: Es fehlt ein Land oder eine Region. | no_work: Es ist keine Arbeit genannt. | no_group: Es fehlt, wer genau. | no_fact: Es steht keine
    Angabe darin, mit der die Technik planen kann. | unknown_by: Noch nicht bekannt, mit Person und Termin. | none_stated: Nichts, und jemand hat es gesagt. |
    who_said: Wer hat gesagt, dass nichts gebraucht wird, und wann? | appealed: Genau genug, sagt, wer es geschrieben hat; die Prüfung entscheidet. | unsure:
    Das könnte genau genug sein; die Prüfung sieht es sich an. | ops_words: Diese Wendung steht auf der Liste Ihres Unternehmens. | month_1: Noch offen: wie
    viele aktive Nutzer in Monat 1? | month_12: Noch offen: wie viele aktive Nutzer in Monat 12? | rate: Noch offen: wie viele Aktionen in der Stunde mit dem
    meisten Betrieb? | when: Noch offen: wann ist die Stunde mit dem meisten Betrieb? | source: Noch offen: wo beginnen die Daten? | stored: Noch offen: wo
    werden die Daten gespeichert? | destination: Noch offen: welche Werkzeuge empfangen die Daten? | needed: Noch offen: erster Tag oder später? | controller:
    Noch offen: wer steuert es? | amount: Noch offen: wie viel davon? | hands: Noch offen: wer erledigt es? | approver: Noch offen: wer genehmigt Rollen? |
    day_one: Noch offen: wer braucht am ersten Tag Zugang? | window: Noch offen: von wann bis wann? | works: Noch offen: was muss am ersten Tag gehen? | reason:
    Noch offen: warum dieser Tag? | detail: Noch offen: die Einzelheiten dazu. | one_person: Noch offen: welche der Personen?"""

REWRITES = """active_users: … aktive Nutzer in Monat 1, … in Monat 12. Gesagt von … am … | active_users.month_1: … aktive Nutzer in Monat 1 |
    active_users.month_12: Schätzung des Vertriebs: … Nutzer innerhalb von 12 Monaten. Zuständig: … Zu bestätigen bis … mit … | peak_load: … (Aktion) pro
    Stunde, am … um … Uhr | data_flow: Daten kommen aus …, liegen in … und gehen an … | security: Verlangt: … (mit …, Kontakt …). Nicht verlangt: …, sagt … am …
    | security.sso: SSO mit … (Identitätsanbieter), IT-Kontakt …, verhindert den Start: … | security.audit_logs: Protokolliert: … und …; geprüft von … |
    security.data_location: Daten müssen in … (Land oder Region) bleiben, sagt … | security.retention: … werden … (Jahre oder Tage) aufbewahrt, dann gelöscht |
    security.vendor_review: Prüfung mit … (Fragebogen, Zertifikat), dauert … Tage, durch … | security.access_controls: Rollen: … darf …, … darf … |
    security.approval_history: Festgehalten: wer … wann freigab; aufbewahrt … | security.ip_allowlist: Nur aus … (Adressen oder Netze) | security.data_handling:
    Regel: … für …-Daten; rechtliche Prüfung durch …, … Tage | security.security_approval: … (Person) gibt frei, dauert … Tage | security.other_logging:
    Protokolle von … gehen an … (System) | integrations: … (System) – erster Tag oder später: … – gesteuert von … | setup_work: … (Arbeit): … (Menge), erledigt
    durch … | access: Am ersten Tag: … (wer, wie viele); … genehmigt Rollen | access.day_one: … (wie viele) … (wer, wo) | access.approver: … (ein Name oder eine
    genaue Rolle) genehmigt Rollen | launch_window: … bis … (Tage); am ersten Tag muss … gehen | hard_deadline: … (Tag), weil …; oder: keiner, sagt … am … |
    scope_approver: … (ein Name), … (Rolle) | context: Wissenswert: …"""
