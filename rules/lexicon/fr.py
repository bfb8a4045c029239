"""French: the words by which an answer is judged. How entries are written stands in `rules/lexicon/__init__.py`."""

from __future__ import annotations

NUMBERS = {
    "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "douzaine": 12, "quinzaine": 15, "millier": 1000,
    "bonne douzaine": 12, "petite dizaine": 9, "demi-douzaine": 6, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingt": 80, "quatre-vingts": 80, "septante": 70,
    "nonante": 90, "dizaine": 10, "une dizaine": 10, "une douzaine": 12, "une quinzaine": 15, "une vingtaine": 20, "une trentaine": 30,
    "une quarantaine": 40, "une cinquantaine": 50, "une soixantaine": 60, "une centaine": 100, "un millier": 1000, "cent": 100,
    "mille": 1000, "les deux": 2,
}  # fmt: skip
SCALES = {
    "cent": 100, "cents": 100, "mille": 1000, "k": 1000, "million": 1e6, "millions": 1e6, "milliers": 1000, "centaines": 100,
}  # fmt: skip
MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "février": 2, "fév": 2, "févr": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5, "juin": 6,
    "juillet": 7, "juil": 7, "août": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "décembre": 12,
    "déc": 12,
}  # fmt: skip
WEEKDAYS = {
    "lundi": 0, "lundis": 0, "mardi": 1, "mardis": 1, "mercredi": 2, "mercredis": 2, "jeudi": 3, "jeudis": 3, "vendredi": 4,
    "vendredis": 4, "samedi": 5, "samedis": 5, "dimanche": 6, "dimanches": 6,
}  # fmt: skip

PEOPLE_ENDINGS = "eurs, euses, istes, iers, ières, iens, iennes, ants, antes, ateurs, atrices, élèves, parents"
ROLE_ENDINGS = ""
ONE_PERSON = "trice, eur, euse, ier, ière, iste, ien, ienne, ante, ant"
FRAGMENTS = "eau, eux, ais, ez, qu, oi, ou"
SPELLED: dict[int, str] = {}
APPEALS = "assez précis, c'est assez précis, suffisamment précis"
NO_PEOPLE = """serveurs, ordinateurs, capteurs, moteurs, compteurs, routeurs, dossiers, fichiers, papiers, ateliers, chantiers, métiers, quartiers, courriers,
    cahiers, milliers, valeurs, secteurs, facteurs, erreurs, couleurs, premiers, derniers, restants, suivants"""

WORDS = {
    # --- words that carry no fact by themselves --------------------------------------------------
    "filler": """le, la, les, l, un, une, des, d, ce, cet, cette, ces, c, ça, cela, sera, seront, être, été, a, ont, aura, avoir, fait, font, faire, fera, faut,
        va, vont, aller, ira, peut, peuvent, pouvoir, doit, doivent, devoir, veut, veulent, vouloir, voudrait, sait, savent, savoir, disent, dire, voit, voir,
        vu, prend, prendre, met, mettre, donner, vient, viennent, venir, reste, rester, passe, passer, parle, parler, parlé, pense, trouve, cherche, mais, donc,
        or, car, qu, qui, quoi, dont, où, quand, comment, pourquoi, combien, quel, quelle, quels, quelles, si, comme, je, moi, tu, te, il, elle, on, vous, ils,
        elles, se, s, y, lui, leur, leurs, mon, ma, ton, son, sa, ses, notre, nos, votre, vos, plus, moins, très, trop, assez, bien, mal, tout, toute, toutes,
        même, autre, aussi, encore, déjà, toujours, souvent, ici, là, alors, après, pendant, sur, pour, contre, jusqu, hors, afin, cliente, contrat, produit,
        portail, système, logiciel, outil, solution, plateforme, données, utilisateur, commercial, liste, temps, démarrage, premier, première, premiers,
        premières, dernier, dernière, prochain, prochaine, second, deuxième, nouveau, nouvelle, bon, bonne, vrai, clair, important, possible, ok, merci,
        bonjour, chose, truc, trucs, part, façon, pilote, vite, ainsi, grâce, chaque, quelque, ensemble, aujourd, hui, envie, besoin, connecter, brancher,
        intégrer, règle, règles, nom, noms, mot, taille, imaginer, imaginez, entendre, apporte, montre, aide, achète, hôtel, idée, remplace, remplacer, région,
        endroit, lieu, pays, zone, site, est, sont, que""",
    "adjective": """normal*, normaux, standard*, habituel*, classique*, typique*, courant*, ordinaire*, basique*, simple*, facile*, léger, légère, légers,
        légères, petit*, gros, grosse*, grand*, énorme*, moyen*, modéré*, raisonnable*, correct*, adapté*, adéquat*, approprié*, suffisant*, convenable*,
        moderne*, sécurisé*, élevé*, haut, haute, faible*, fort, forte, rapide*, rapidement, express, court*, bref, bonnes pratiques, état de l'art, niveau
        bancaire, du marché, solide*, strict*, souple*, flexible*, faisable, serré*, tendu*, minimal*, minimum, au plus vite, le plus vite possible,
        prochainement, urgent*, pressé*, un jour, à terme, quelque part, croissance, croît, va monter, montera, varie, variable*, ça dépend, calme*,
        tranquille*, saison, soldes, onboarding, prise en main, selon les besoins, au besoin, si besoin, si nécessaire, le nécessaire, ce qu'il faut, le temps
        qu'il faut, autant que nécessaire, la loi, conforme*, conformité, réglementaire*, légal*, etc, et cetera, et ainsi de suite, et autres, et le reste, et
        tout, pas grand chose, pas grand-chose, pas beaucoup, utilisateurs clés, utilisateurs pilotes, groupe pilote, groupe test, noyau dur, partout,
        tranquillement, paramétrage, accompagnement, mise en place, installation, configuration, presque rien, quasiment rien, au plus près, près de, cloud, clé
        en main, vip, tout leur va, sur mesure, sensible, sensibles, attention, avec précaution, prudence, forcément, sans accroc, allégé, zen, parano*,
        forfait, complet*, complète*, exhaustif*, approfondi*, long, longtemps, couvert, granulaire*, pics, fou, énorme, dingue, costaud*, sérieux, sérieuse*,
        considérable*, chargé*, coup de main, hétérogène, bien gérés, bien géré, au top, niveau max, un vrai suivi, de propre, de béton, du béton, le bazar,
        leur bazar, carré de chez carré, carré, ne surtout pas rater, le temps qu'il faudra""",
    "soon": """asap, dès que possible, le plus tôt possible, bientôt, sous peu, tout de suite, immédiatement, avant l'été, après l'été, cet été, été prochain,
        au printemps, printemps, automne, hiver, l'an prochain, année prochaine, cette année, début d'année, à l'automne""",
    "quantity": """beaucoup, pas mal, plein, peu, quelques, certains, certaines, plusieurs, divers, diverses, différents, différentes, nombreux, nombreuses, un
        tas, poignée, une flopée, dizaines, des centaines, des milliers, la plupart, la moitié, une partie, tout le monde, tous ceux, la masse, un quelconque,
        une quelconque, deux ou trois, deux trois, un ou deux, toute la, tout l, un bout de, mélange, mix, des trucs, bricoles, bidules, tout ça, de toute
        façon, tout ce qui existe, tout ce qu'ils ont, tout le si, l'ensemble du si, applis, tout leur""",
    "another_deal": """comme d'habitude, comme toujours, comme avant, comme le dernier, comme chez, comme les autres, comme tous, comme tout, comme l'autre,
        comme nos autres, idem, pareil, même chose, le même que, les mêmes, même … que, même … qu, mêmes … que, mêmes … qu, un peu comme, la même personne,
        similaire*, semblable*, identique*, analogue*, équivalent à, à l'image de, calqué sur, copie de, copier-coller, copier coller, dernier client, autre
        client, autres clients, autres projets, dernier projet, dernière fois, dossier précédent, voir projet, à peu près comme, un autre site, autre
        entreprise, société sœur, comme dans l'ancien, recopier, comme d'hab""",
    "likening": """comme la, comme le, comme en, comme à, comme dans, comme pour, le même, on l'a fait chez, on l'a eu chez, c'est passé chez, on avait facturé,
        comme chez""",
    "put_off": """on verra, verrons, à voir, on va voir, faut voir, à suivre, nous dira, le dira, en temps voulu, le moment venu, le jour venu, clarifier,
        éclaircir, à décider, pas décidé, pas encore décidé, pas tranché, à trancher, à convenir, à cadrer, à discuter, en discussion, à valider, à étudier, à
        l'étude, à définir ensemble, à affiner, vu avec, en cours, pendant l'intégration, pendant le déploiement, pendant l'onboarding, lors de l'atelier, en
        atelier, prochaine réunion, prochain point, au prochain, précisera, préciseront, à préciser, préciser plus tard, reviendra, reviendront, revient vers
        nous, nous recontacter, tiendra au courant, tient au courant, fera signe, nous dire, enverra, enverront, communiquera, à demander, redemander, demander
        encore, faut demander, je demande, dois demander, à vérifier, je vérifie, se renseigne, à confirmer plus tard, dépend de, dépendra, ça dépend, selon le
        budget, selon les, en fonction de, en fonction du, dès que … seront, dès que … sera, dès que, quand … rentre, quand … sera, quand on saura, quand ils
        sauront, lorsque … sera, ils y pensent, s'en occupe, s'en occupent, s'occupe de, travaillent dessus, travaille dessus, dans les mains, choisira,
        choisiront, à désigner, sera désigné, sera défini, sera précisé, sera décidé, sera communiqué, seront définis, fera une liste, fait une liste, pas
        pressé, pas urgent, serait bien, à l'occasion, pas avant d'avoir, reporté, repoussé, en suspens, ne savait plus, attend son tour, sera affiné, la
        prochaine fois, une prochaine fois, une autre fois, à la prochaine, on en parlera, on en reparle, en reparler, on en discutera, au fil de l'eau, à
        caler, trop tôt, cela dépend, dépend du, rien d'acté, faire le tri, pas réussi à savoir, à l'usage, un de ces quatre, fera un mail, on me dira, on me
        dit, on avisera, tranchera, recausera, à rediscuter, transmise au, tout dépend, viendra en son temps, aura le temps, auront le temps, quand … sera fini,
        dans les prochaines semaines, dans les semaines à venir, un de ces jours, prochainement, est prévu, à creuser, se fera, on s'en occupera, doit revenir,
        nous revient, va me dire, après le feu vert, on élargira, pour commencer petit, dépendra des, dépendra du""",
    "milestone": "après la signature, après signature, une fois signé, une fois le contrat, au kickoff, lors du kickoff, après commande, dès signature",
    "once": "quand, dès que, lorsque, une fois, sitôt, aussitôt que",
    "stage": """plus tard, par la suite, ultérieurement, dans un second temps, dans un deuxième temps, en phase 2, en phase deux, phase 2, phase suivante,
        prochaine phase, après le lancement, après le démarrage""",
    "delay": """dira, l'avenir, décider, décidera, décideront, décidé, cadrer, discuter, discussion, recontacte, donnera, fournira, demander, vérifier,
        renseigner, dépend, réfléchissent, réfléchit, gèrent, mesurer, mesurera, dessinent, dessiner, calera, caler, ouvert, ouverte""",
    "elsewhere": """voir notes, voir note, voir mail, voir e-mail, voir courriel, voir ci-dessus, voir ci-joint, voir pièce jointe, voir pj, voir compte rendu,
        voir cr, voir crm, voir devis, voir proposition, voir doc, voir document, voir le, voir la, cf, dans mes notes, demandez à, demande à, appelez-moi,
        réécouter, schéma présenté, tableau blanc, slides, powerpoint, la photo, croquis, dans le wiki, annexe, figure dans, le détail figure, garde
        précieusement, à demander à, regarde l'opp, dans ses notes, dans sa tête, compte rendu du, le pdf, cahier des charges, cctp, dossier de consultation, a
        la liste, c'est dans, tout est dans, dans le mail de, dans l'appel d'offres""",
    "pointing": "demander, demande, demandez, contacter, contactez, appeler, appelez, voir avec",
    "mentioned": """ci-joint, en pj, dans le mail, dans le crm, dans le compte rendu, dans le devis, dans la proposition, comme convenu, comme vu, comme
        discuté, comme évoqué, comme dit, vu ensemble, dont … a parlé, a parlé, enregistrement, sur le chat, sur teams hier""",
    "unknown": """inconnu, inconnue, inconnus, inconnues, pas connu, pas connue, sais pas, sait pas, savent pas, ne savait pas, aucune idée, pas d'idée, pas
        sûr, pas sûre, pas sûrs, pas clair, flou, flous, floue, difficile à dire, dur à dire, impossible à dire, n'a pas su, n'ont pas su, pas su dire, pas
        précisé, pas précisée, pas défini, pas définie, pas fixé, pas fixée, pas arrêté, pas arrêtée, pas choisi, pas choisie, pas demandé, oublié, en attente,
        attend, attendent, à définir, à déterminer, à préciser, à confirmer, à compléter, question ouverte, date ouverte, reste ouvert, reste ouverte, point
        ouvert, pas encore, pas de réponse, sans réponse, pas d'info, pas d'infos, manque, mystère, va savoir, qui sait, boule de cristal, ne se souvient, reste
        à, ce que dira, ce que dit, ce qu, selon leur, comme dira, difficile à estimer, dur à estimer, deux options, impossible à estimer, pas évoqué, pas
        évoquée, pas abordé, pas abordée, n'a pas été abordée, n'a pas été abordé, pas parlé, rien dit, pas dit, personne n'a su, personne ne sait, pas tranché,
        arbitrage en cours, en cours d'arbitrage, réfléchit, réfléchissent, pas reçu, je n'ai pas pris, pas pris de notes, bonne question, changé de sujet, pas
        de nom, pas de date, aucune décision, se pose encore, ça dépendra, pour se prononcer, jamais mesuré, jamais compté, pas compté, pas mesuré, n'en a pas,
        suspendue à, suspendu à, doit encore lister, à lister, on ignore, à mesurer, pas de chiffre, pas de chiffres, pas de volume, sans chiffre, personne de
        désigné, pas désigné, pas calée, pas calées, pas calé, on nous dira, le reste pas, nom manquant, pas communiqué, non communiqué, non précisé, en
        suspens, où on les met, ils hésitent, hésitent encore, j'ai pas le volume, pas été communiquées, manquent encore, la suite reste, ils vont compter, ils
        sauront, eux savent, il saura, pas listé, lesquels, lesquelles, mais lequel, je sais plus, sais plus, plus personne""",
    "question": "qui, lequel, laquelle, lesquels, quand, combien, où, quoi, comment, pourquoi",
    "feeling": """devrait aller, devrait passer, devrait être facile, devrait être simple, devrait suffire, ça devrait, ça ira, ça passe, ça passera, tout va
        bien, pas de souci, aucun souci, sans souci, pas de problème, aucun problème, sans problème, pas un problème, pas un sujet, gros sujet, pas grave, rien
        de méchant, rien à signaler, l'air simple, a l'air, semble, semblent, paraît, impression, sentiment, feeling, instinct, enfantin, les doigts dans le
        nez, formalité, espérons, espère, confiant*, convaincu*, enthousiaste*, ravi*, content*, confiance, s'en fiche, peu importe, pression, presse, pousse,
        poussent, urgence, tiendra, encaissera, rassuré*, sereine*, serein*, connaît la musique, large, tient le choc, ça roule, on gère, sans forcer,
        compliqué, délicat, politique, épineux, tendu, ça brûle, super, potentiel, belle boîte, beau projet, on y croit, à fond, stratégique, à suivre de près,
        client en or, sympa, aimable, fluide, au carré, ramé, paranos, parano, pinailleur, le plus tôt sera le mieux, les bonnes personnes, premier cercle,
        niveau banque, l'ampleur, enthousiaste, ravi, ravis, adore, évite, top, génial, bises, beau dossier, sympas, prudence, on connaît la chanson,
        verrouillé, bien pensés, fins, tourne fort, bon courage, chaud, y tient, sensible, cordialement, adorent, cartonne, la route, traçabilité, confiant,
        confiante, vigilants, vigilant, important pour eux, séduisante, séduisant, beau niveau, banque suisse, mieux ce sera, proprement, un paquet de monde,
        cartonner, dépote, je vous dis pas, exemplaire, saura nous guider, belle équipe, bien gardées, à sa place, chacun sa place, beau linge, niveau bancaire,
        aucune inquiétude, on tient largement, logique, rien d'insurmontable, confidentiel, droits propres, tout doucement, encaisser, belle dynamique, à nous
        de jouer, faire gaffe, à cheval là dessus, à cheval sur, pointilleux, tatillons, ça va le faire, belle opportunité, tranquille, alors imagine, pas mal
        de monde, fan de, bof, lourd, s'impatiente, n'aime pas attendre, de la patience, piaffe, popotin""",
    "hedge": """peut-être, peut être, éventuellement, sans doute, probablement, sûrement, vraisemblablement, je pense, je crois, je suppose, je dirais,
        j'imagine, il me semble, à mon avis, à priori, a priori, à vue de nez, pourrait, pourraient, serait, seraient, devrait, devraient, il se peut, si tout
        va bien, en principe, plutôt, disons, en gros, idéalement, de préférence, si possible, on dirait, apparemment, paraît-il, sauf erreur, de mémoire, il
        paraît, ou pas""",
    "nobody": """quelqu un, personne, tout le monde, tous, chacun, équipe, équipes, informatique, informaticiens, gens, côté, eux, client, société, direction,
        management, comité, codir, comex, copil, conseil, commission, chef, patron, patrons, actionnaires, associés, fondateurs, responsables, décideurs,
        décideur, interlocuteur, collègue, collègues, métiers, métier, siège, avocats, juristes, monsieur du, famille, groupement, bureau, assemblée""",
    "someone": """quelqu'un, n'importe qui, qui voudra, celui qui, celle qui, ceux qu, ceux que, ceux qui, tous ceux, l'un d'eux, un des, une des, plusieurs
        personnes, un comité, la bonne personne, une personne, selon qui, n'importe lequel, un autre, ceux de, celui de, celle de, celles de, consensus, vote,
        votent, à l'unanimité, ensemble, conjointement, à la majorité, zéro pouvoir, aucun pouvoir, ne décide pas, ne décide de rien, pas son mot à dire,
        champion""",
    "or": "ou, ou bien, et/ou, voire, sinon, et sinon, et si ce n'est pas, ou sinon, tout aussi bien",
    "either": "soit, hésitent entre, hésite entre",
    "neg": "pas, ne, n, aucun, aucune, non, ni, sans, rien, jamais, nul, nulle, zéro",
    "none": """aucun, aucune, rien, néant, aucune exigence, aucune contrainte, aucune obligation, aucune demande, aucune règle, aucune restriction, aucune
        limite, aucune intégration, aucun système, aucun connecteur, aucune interface, aucune échéance, aucune date, aucun délai, aucun paramétrage, aucune
        migration, aucun import, aucun travail, aucune reprise, aucun journal, aucun audit, aucun besoin, pas besoin, pas de besoin, pas d'exigence, pas de
        contrainte, pas de règle, pas de limite, pas d'intégration, pas d'échéance, pas de date butoir, pas de date, pas de délai, pas de deadline, pas de sso,
        pas de journaux, pas de logs, pas d'audit, pas de reprise, pas de migration, pas de paramétrage, pas d'obligation, pas demandé par, non requis, non
        requise, non demandé, non demandée, pas requis, pas requise, pas exigé, pas exigée, pas nécessaire, inutile, sans objet, non nécessaire, non applicable,
        rien demandé, rien de demandé, ne demande rien, ne demandent rien, ne veut rien, ne veulent rien, ne veut pas, ne veulent pas, n'en veut pas, n'en
        veulent pas, rien à connecter, rien à reprendre, rien à faire, rien d'autre, personne, que des machines, uniquement des machines, aucun humain, aucun
        utilisateur, ni sso, n'importe où, peu importe le pays, sans restriction, n'impose rien, ne l'exige pas, pas de liste, personne n'a demandé, personne ne
        demande, personne ne l'a demandé, n'a rien demandé, personne n'en veut, il n'y en a pas, il n'y en a aucune, il n'y en a aucun, aucune date butoir, y en
        a aucune, y en a aucun, y en a pas, rien de fixé, rien de fixe, il n'en existe pas, n'existe pas, pas de date imposée, aucune date imposée""",
    "nothing_much": "rien de spécial, rien de particulier, rien d'extraordinaire, rien pour le moment, rien pour l'instant",
    "nay": "non, nan",
    "yes": """oui, obligatoire, exigé, exigée, requis, requise, impératif, nécessaire, demandé, demandée, il le faut, indispensable, souhaité, absolument,
        imposé, imposée, doit, doivent, il faut, il en faut, faut absolument, fonctionne, fonctionner, doit tourner, doit marcher, marche, ne doit pas tomber,
        ne doit pas planter""",
    "said": """confirmé, confirmée, a confirmé, l'a confirmé, confirmé par, selon, d'après, dixit, dit, l'a dit, a dit, l'a redit, redit, précisé par, écrit,
        par écrit, a écrit, par mail, par téléphone, au téléphone, de vive voix, annoncé, assuré, assure, affirme, a validé, validé par, validé, signé, signée,
        accord de, approuvé, mail de, source, indiqué par, indique, répondu""",
    "reply": """nous le dit, le dit, nous dit, dit, donne, donnera, nomme, nommera, désigne, désignera, désigné par, confirme, confirmera, décide, décidera,
        tranche, tranchera, répond, répondra, réponse, revient, reviendra, revient vers nous, envoie, enverra, fournit, fournira, vérifie, vérifiera, demande,
        demandera, mesure, mesurera, compte, comptera, précise, précisera, communique, communiquera, transmet, transmettra, cale, calera, fixe, fixera, choisit,
        choisira, rappelle, rappellera, se renseigne, prévient, indique, indiquera, s'en charge, doit répondre, doit confirmer, doit dire, rend sa réponse,
        retour, retour de, chiffre, arbitre, à confirmer par, à trancher par, réponse de, nous donne, donne le nom, nous donnera""",
    "due": "d'ici, d'ici le, d'ici au, avant, avant le, pour le, au plus tard, au plus tard le, jusqu'au, échéance",
    "by": "par, avec, via, juste, revient à, chez, nommée, nommé",
    "people": """utilisateur*, utilisatrice*, usager*, personne, personnes, gens, salariés, salarié*, employé*, collaborateur*, collaboratrice*, collègues,
        agent, comptes, licences, sièges, actifs, actives, actif, postes, têtes, effectif, effectifs, infirmière*, infirmiers, chauffeur*, vendeur*, vendeuses,
        technicien*, commerciaux, comptables, enseignants, professeurs, élèves, étudiants, médecins, ingénieurs, opérateur*, ouvriers, caristes, chefs de rayon,
        conseiller*, gestionnaire*, managers, directeurs, responsables, consultants, stagiaires, internes, apprentis, magasiniers, acheteurs, formateurs,
        bénévoles, clients finaux, connectés, connexions, etp, caissiers, caissières, soignants, par jour, par semaine, pers""",
    "action": """requête*, appel, appels, appels api, rapport, rapports, éditions, édition, états, dépôts, téléversements, téléchargements, uploads, envois,
        connexions, connexion, se connectent, connectent, transactions, commandes, commande, réservations, factures, facture, messages, mails, documents,
        fichiers, recherches, recherche, scans, événements, imports, import, exports, synchros, tâches, paiements, visites, pages vues, clics, sessions,
        enregistrements, lignes, tickets, saisies, alertes, mesures, relevés, étiquettes, impressions, pointages, pointent, bons, bons de livraison, colis,
        opérations, actions, rendez-vous, photos, passages en caisse, tickets de caisse, virements, déclarations""",
    "rate": """par heure, à l'heure, de l'heure, par minute, à la minute, par seconde, à la seconde, par jour, chaque jour, par semaine, par nuit, toutes les
        heures, l'heure, par utilisateur, quotidien*, chaque nuit, par équipe, chaque heure, par mois, à la journée""",
    "object": """ligne, lignes, enregistrement*, fiche, fiches, contacts, comptes, articles, références, fichier, fichiers, documents, pdf, modèle, modèles,
        gabarit*, rôle, rôles, profils, profil, circuit*, étapes, étage, étages, niveaux, workflows, champs, champ, tables, listes, fournisseurs, produits,
        factures, tickets, go, mo, to, gb, atelier, ateliers, formation, formations, session, sessions, environnement*, rapports, tableaux de bord, formulaires,
        scripts, script, utilisateurs, salariés, agences, entités, sociétés, fichiers excel, commandes, dossiers, boîtes, pages, tests, cas de test, doublons,
        droits, groupes, étiquettes, pièces, machines, patients, clients, adhérents, plans""",
    "time_unit": """minute, minutes, min, heure, heures, jour, jours, j, jours ouvrés, jours ouvrables, semaine, semaines, mois, an, ans, année, années, nuits,
        trimestre, trimestres""",
    "no_lead": "minute, minutes, min, seconde, secondes, an, ans, année, années",
    "data_unit": "ko, mo, go, to",
    "uncounted": """client, clients, affaire, affaires, projet, projets, phase, phases, sprint, sprints, vague, vagues, atelier, ateliers, appel d'offres,
        réunion, réunions, site, sites, bureau, bureaux, bâtiment, bâtiments, service, services, équipe, équipes, société, sociétés, hôpital, hôpitaux,
        clinique*, banque, banques, filiale, filiales, pays, question, questions, point, points, sujet, sujets, version, versions, semaine, semaines, jour,
        jours, mois, an, ans, année, années, heure, heures, minute, minutes, pics, pic, fois, niveau, niveaux, option, options, date, dates, scénarios,
        concurrents, essais, choses, raisons, systèmes, outils, logiciels, interfaces, sources, bases, api, modules, étages, devis, offres, pages, pourcent,
        idées, tour, tours, trimestre, trimestres, références, cas, démos, usines, agences, magasins, départements, autres, connecteurs, étapes, pistes,
        échanges, ms, millisecondes, étoile, étoiles, cœur, cœurs, coeurs, bit, bits, chiffres, écrans, chambres, km, cafés, vols, mails, fournisseurs, prix,
        certificats, continents, fuseaux, centimes, région, régions, zones, marchés, marques, langues, applis, applications, lits, caméras""",
    "numbered": """phase, sprint, version, v, bâtiment, service, étape, niveau, page, iso, article, section, salle, étage, numéro, vague, lot, module, nf, hall,
        windows, usine, site, agence""",
    "swing": "varie, varient, parfois, quelqu'un d'autre, un autre dit, d'autres disent, peut-être, ça peut être",
    "within": "dans, sous, d'ici, en, dans les",
    "at": "à, vers, dès",
    "quarter_no": "t, trimestre, q",
    "week_no": "semaine, sem, semaines",
    "money": "eur, euro, euros, usd, dollars, chf, francs, keuros",
    "about_else": """prix, valeur, montant, frais, coût, coûts, salle, latence, temps de réponse, remise, budget, marge, chiffre d'affaires, disponibilité,
        note, paquets de, téléphone, poste, fondée, depuis, âge, surface, kilomètres, vol, mémoire, cœurs, capacité, commission, inclus, incluses, dans le
        forfait, facteur""",
    "company": """boîte, entreprise, société, groupe, employeur, maison, compte, salariés dans, collaborateurs dans, employés dans, effectif, effectifs,
        emploie, effectif total""",
    "aside": """durée de, reconductible, notifié, appel d'offres, attribué, notre offre, tarif, tarifs, moins cher, par poste, tjm, remise de, licences négo,
        acompte, encaissé, bon de commande, accord-cadre, renouvellement, proratisée, trimestriel, notre trimestre, mon trimestre, ma prime, mon chef, notre
        directeur, notre responsable, concurrents, concurrence, l'autre éditeur, ancien presta, prestataire précédent, chiffre d'affaires, de ca, racheté,
        rachat, fusion, presse, il y a des années, à l'époque, autrefois, lits, fondée, existe depuis, fauteuils, ans de maison, sort de chez, moyenne d'âge,
        voyageurs par an, entrées par an, rencontré, rencontrée, déjeuner, cauchemar, cauchemars, stressé, stressée, impatient, impatiente, panne, menace,
        démission, malade, congé, vacances, quitte la, successeur, affaire du, histoires, tatillons, relances, relancé, recalé, brouillés, réputé, réputation,
        connu pour, fier, fiers, amende, cnil, cour des comptes, audit de, points relevés, gelé, a voté, a tenu, fibre, routeur, go chacune, mpls, code wifi,
        hotline, au sous-sol, refs chez, historique de, motivés, ram, cœurs, chez nous, la plaquette, serveur actuel, tombé, audit cofrac, audit passé,
        commissaire aux comptes passe, clôture des comptes""",
    "seat": "siège, le siège, filiales, filiale, bureaux à, bureaux, agences, usines, usines à, usines en, sites à, vendent en, exportent vers",
    "between": "entre",
    "contract": """contrat, paiement, facture, offre, notre trimestre, ouvert de, horaires, recrutement, entretiens, signature du contrat, la signature est,
        signature prévue, signature calée, closing, remise, reconduction, garantie, préavis, tacite reconduction""",
    "ask_them": "demandez, demande à, demander à, voir avec, contactez, contacter, appelez, voir le, voir la, voir les",
    "connect": "connecté, connecter, raccordé, raccorder, relié, relier, branché, brancher, interfacé, interface avec, connecteur",
    "premises": "digicode, portique, tourniquet, badge visiteur, parking, à l'accueil, interphone",
    "occasion": """devis, offre, appel du, réunion de lancement, démo, mail du, courriel du, réunion du, point du, échange du, fondée, acheté, valable, facture
        du, bon de commande, commande, échéancier""",
    "month_1": """mois 1, premier mois, le premier mois, m1, au début, au départ, début, départ, pour commencer, commence, commencent, démarre, démarrent,
        aujourd'hui, actuellement, maintenant, à ce jour, d'abord, au lancement, au démarrage, initial*, pour l'instant""",
    "month_12": """mois 12, douzième mois, m12, au bout d'un an, dans un an, après un an, en un an, d'ici un an, un an après, un an plus tard, en 12 mois, dans
        12 mois, sous 12 mois, en douze mois, douze mois, 12 mois, fin d'année, fin de l'année, fin 2027, d'ici fin, l'an prochain, année prochaine, monter à,
        montera à, passer à, passera à, atteindre, jusqu'à atteindre""",
    "growth": "croissance, croît, grandir, grossir, monter, montera, montée, puis, ensuite, doubler, double, tripler",
    "factor": "double, doubler, triple, tripler, quadruple, moitié, décuple",
    "range": "entre, de, quelque part entre, fourchette",
    "to": "et, à, ou, jusqu'à",
    "clock": "h, heures, heure, midi, minuit, pause déjeuner, déjeuner, changement d'équipe, ouverture, fermeture, prise de poste, embauche",
    "past": """était, étaient, avait, avaient, a eu lieu, a été, ont été, a recruté, a mis, ont mis, depuis, l'an passé, l'an dernier, l'année dernière, loupé,
        raté, était prévu, a sauté, a été repoussée, était fixée""",
    "period": """matin, matins, matinée, après-midi, soir, soirs, soirée, nuit, nuits, nocturne*, chaque nuit, quotidien*, hebdomadaire*, mensuel*, tous les
        jours, chaque jour, chaque matin, tous les matins, chaque soir, fin de mois, fins de mois, début de mois, fin de trimestre, fin d'année, clôture,
        clôture mensuelle, week-end, weekend, jour de paie, black friday, noël, pâques, toute la journée, en continu, temps réel, toutes les heures, chaque
        semaine""",
    "window": """noël, pâques, toussaint, nouvel an, jour de l'an, fin d'année, fin de l'année, fin de trimestre, mois prochain, le mois prochain, semaine
        prochaine, trimestre prochain, ce trimestre, exercice, demain, pentecôte, ascension, carême, rentrée scolaire, rentrée, semestre, inventaire, salon,
        vacances, black friday""",
    "edge": """mi, mi-, début, fin, fin de, courant, première quinzaine, deuxième quinzaine, seconde quinzaine, première semaine, dernière semaine, première
        moitié""",
    "title": "m, mr, mme, mlle, monsieur, madame, dr, pr, maître, me",
    "role": """directeur, directrice, directeur de, directrice de, directeur général, responsable, responsable de, responsable it, responsable informatique,
        responsable des, chef de projet, cheffe de projet, chef d'équipe, chef d'atelier, chef d'usine, chef de service, cheffe de service, chef comptable, chef
        de, cheffe de, dsi, rssi, ciso, dpo, daf, drh, pdg, dg, dga, cto, cio, cfo, ceo, coo, gérant, gérante, président, présidente, propriétaire, product
        owner, administrateur, administratrice, admin, délégué à la protection des données, déléguée à la protection des données, juriste d'entreprise,
        secrétaire général, secrétaire générale, comptable, contrôleur de gestion, contrôleuse de gestion, contrôleur interne, auditeur, auditrice,
        coordinateur, coordinatrice, proviseur, principal, doyen, doyenne, recteur, maire, trésorier, trésorière, intendant*, surveillante, cadre de santé,
        contremaître, superviseur, superviseuse, adjoint, adjointe, suppléant, suppléante, pilote du projet, acheteur, acheteuse, notaire, médecin-chef,
        chirurgien-chef, manager, head of, assistante de direction, chef du, cheffe du, chef des, cheffe des, chef d, cheffe d, directeur du, directrice du,
        directeur des, directrice des, cadre du, harpenteur, principale, resp""",
    "approve": """approuve, valide, validera, signe, signera, décide, tranche, donne son accord, dernier mot, mot de la fin, feu vert, autorise, accorde,
        attribue, responsable de, en charge, désigné, nommé, délégué, suppléant, droits, rôles, habilitations, visa, revient à, arbitre, valider, approuver,
        signer""",
    "sole": """seul, seule, uniquement, exclusivement, seulement, personnellement, elle-même, lui-même, par intérim, nulle part ailleurs, personne d'autre, rien
        d'autre""",
    "department": """comptabilité, compta, finance, finances, contrôle de gestion, paie, rh, ressources humaines, entrepôt, logistique, achats, juridique,
        marketing, support, service client, assistance, production, atelier, qualité, maintenance, expédition, planification, administration des ventes, adv,
        accueil, centre d'appels, conformité, contrôle interne, audit interne, sécurité, recherche, laboratoire, soins, admissions, agence, agences, usine,
        magasin, magasins, filiale, équipe de nuit, équipe du matin, nuit, chefs d'équipe, chefs de rayon, directeurs d'agence, commerciaux, vendeur*,
        infirmière*, infirmiers, caristes, chauffeur*, livreurs, techniciens, opérateurs, enseignants, magasiniers, soignants, comptables, gestionnaires,
        conseillers, stagiaires, caissières, service, siège social, terrain, guichet, mairie, lycée, collège, exploitation, trésorerie, facturation, bureau
        d'études""",
    "kind": """pgi, sirh, logiciel de paie, outil de paie, fournisseur d'identité, système de paiement, prestataire de paiement, logiciel comptable, outil
        comptable, entrepôt de données, ged, outil de tickets, boutique en ligne, site marchand, serveur mail, téléphonie, standard téléphonique, badgeuse,
        gestion des temps, caisse, caisses, système de caisse, base interne, serveur de fichiers, outil bi, dossier patient, contrôle d'accès, expert-comptable,
        outil de reporting, tms, gmao""",
    "source": """fichier csv, export csv, fichiers excel, tableurs, tableur, formulaire, formulaires, formulaire web, capteurs, capteur, scanners, douchettes,
        caisses, machines, automates, balance, boîte mail, papier, commandes, factures, feuilles de temps, site web, appli, relevés bancaires, exports,
        compteurs, relevés, tableau de bord, reporting, bons de livraison, listes, courriers, e-mails, appels, photos, pdf, documents, messages, contrats,
        agendas, fichiers""",
    "store": """stocké, stockée, stockés, stockées, stocke, stockage, hébergé, hébergée, hébergés, hébergement, rangé, rangés, rangées, conservé, conservés,
        gardé, gardés, arrive dans, atterrit dans, base, base de données, notre base, base ue, notre cloud, bucket, data lake, archive, archivé, archivés, sur
        site, on-premise, serveur local""",
    "from": """de, du, depuis, vient de, viennent de, vient du, part de, partent de, part du, provient de, provenant, issu de, issus de, source, sources, saisi,
        saisis, exporté, exportés, extrait, reçus, lus depuis, part des, tout part, saisi par, saisies par, saisies au, créés dans""",
    "into": """vers, à, au, aux, envoyé vers, envoyés vers, envoyé à, envoyés à, va vers, vont vers, transmis à, poussé vers, poussés vers, puis, destinataire,
        destinataires, reçoit, reçoivent, récupère, récupèrent, lu par, lus par, lus seulement, cible, cibles, alimente, alimentent, consulté par""",
    "control": """fournisseur d'identité, journalis*, traçabilité, connexions, changement de rôle, changements de rôle, changements de rôles, changements de
        droits, changement de droits, accès aux fichiers, exports, suppressions, effacement, effacé, effacés, effacées, actions admin, échecs de connexion,
        toute action, toutes les actions, chaque action, chaque clic, changements de prix, lecture seule, quatre yeux, double validation, versionnage,
        historique des, horodat*, signature, région, questionnaire, questionnaire de sécurité, test d'intrusion, hds, secnumcloud, anssi, par rôle, moindre
        privilège, lecteur, rédacteur, valideur, approbateur, séparation des tâches, séparation des pouvoirs, par service, par agence, par site, adresses ip,
        adresse ip, ip fixe, ip fixes, plages ip, plage ip, réseau, réseaux, réseau interne, accord de sous-traitance, sous-traitance, rgpd article, aipd,
        données personnelles, données de santé, données patients, anonymis*, pseudonymis*, chiffr*, clés propres, masqu*, revue juridique, avis juridique, logs
        d'erreurs, logs api, logs d'accès, journaux d'accès, sauvegarde*, sur site, serveurs internes, données réelles, données de test, données de production,
        portable, portables, clé usb, consentement, ne doit, ne doivent, interdiction, interdit, interdits, ne peut, ne peuvent, peut voir, ne voit que, ne
        voient que, voir que, jamais effacer, pas de rib, seulement lire, lit, modifie, supprime, rôle, profil, à tracer, traçage, qui a validé, qui valide,
        relecture juridique, erreurs, erreur, erreurs d'import, échecs, échecs d'envoi, tracer, les impressions, voit tout, voient leur""",
    "auth": """double authentification, double facteur, second facteur, carte à puce, carte agent, mot de passe, mots de passe, compte entreprise, compte
        d'entreprise, code sms, certificat, annuaire""",
    "each": "chaque, tout, toute, tous, toutes",
    "topic": """sso, authentification unique, journal, journaux, journal d'audit, journaux d'audit, piste d'audit, conservation, rétention, localisation des
        données, résidence des données, évaluation fournisseur, audit fournisseur, contrôle d'accès, contrôles d'accès, gestion des accès, historique de
        validation, liste blanche, traitement des données, validation sécurité, logs, traces""",
    "event": """fin du contrat, fin de contrat, résiliation, sur demande, départ du salarié, indéfiniment, sans limite de durée, pour toujours, fin de projet,
        départ, sortie, clôture du dossier, fin de mission, radiation""",
    "idp": "fournisseur d'identité, france connect, proconnect, inwebo, wallix",
    "region": """ue, europe, union européenne, eee, dom, pays-bas, finlande, casablanca, sur site, propre datacenter, leur datacenter, datacenter interne, sur
        le territoire, territoire national""",
    "work": """import, imports, import de, reprise, reprise de données, reprise des données, migration, migrer, scripts de migration, script, mapping,
        correspondance des champs, mappage, nettoyage, nettoyer, dédoublonnage, doublons, rôles, rôles sur mesure, droits, habilitations, circuit de validation,
        circuits de validation, circuit d'approbation, validation à, workflow*, environnement de test, environnement de recette, bac à sable, recette, tests,
        tester, formation, formations, former, assistance au démarrage, accompagnement au démarrage, modèles, gabarits, charte, logo, champs, champs
        personnalisés, rapports, tableaux de bord, connecteur, interface, paramétrage du sso, traduction, comptes utilisateurs, création des comptes, test de
        charge, archives, historique, numérisation, plan comptable, tarifs, webhook, domaine, jours de formation, traduire, traduction de, modèle, modèle pdf,
        développement, bascule, double saisie, saisie, étiquettes, mise en page, transférer, convertir, saisir, reprendre, basculer, charger, recopier, recréer,
        fusionner, intégrer les, monter""",
    "hands": """par nous, nous, fait par nous, par nos soins, notre équipe, par le client, le client, client s'en charge, eux-mêmes, eux mêmes, lui-même, par
        leurs soins, par un partenaire, partenaire, prestataire, intégrateur, en interne, de notre côté, paramétrés par, on s'en charge, nous le faisons""",
    "day_one": """jour 1, premier jour, dès le premier jour, jour j, au démarrage, au lancement, tout de suite, dès le départ, dès le début, dès l'ouverture,
        indispensable, sans quoi, phase 1, plus tard, peut attendre, peuvent attendre, phase 2, ensuite, dans un second temps, l'an prochain, en février, au
        printemps, le premier jour, d'entrée, à l'ouverture, d'emblée, pour l'ouverture""",
    "flow": "synchro, synchronisation, nocturne, quotidienne, quotidien, horaire, dans un sens, dans les deux sens, bidirectionnel*, temps réel, flux",
}

# Whole answers that never count, in any text field: few, because they are compiled into the CRM as well.
PLACEHOLDERS = "inconnu | en attente | à définir | voir mail | à remplir | à renseigner | à venir | non renseigné | nr | néant pour l'instant"
WHOLE = {
    "adjective": "dès que possible",
    "put_off": "on verra",
    "another_deal": "comme d'habitude",
    "nobody_named": "l'équipe | quelqu'un | le client",
}

MESSAGES = """missing: Rien n'est écrit ici. | placeholder: Cela ne fait que remplir la case. | adjective: Un adjectif au lieu d'une quantité : la technique ne
    peut rien dimensionner. | put_off: La question est repoussée. Qui y répond, et pour quelle date ? | another_deal: Cela renvoie à une autre affaire. Qu'en
    est-il de ce client ? | elsewhere: Cela renvoie ailleurs. Écrivez le fait lui-même ici. | feeling: C'est une impression, pas un fait donné par le client. |
    off_topic: Cela parle d'autre chose que de la question. | hedge: C'est une supposition sans fait derrière. | alternative: Deux réponses sont côte à côte.
    Laquelle vaut ? | wide_range: La fourchette est trop large pour planifier (plus du triple). | open_question: La question reste ouverte, et personne n'est
    nommé pour y répondre à une date. | nobody_named: Personne n'est nommé. Il faut une personne ou une fonction précise. | no_number: Il manque un nombre. |
    no_name: Il manque un nom ou une fonction précise. | no_system: Aucun système n'est nommé. | no_time: Il manque une date ou une heure. | no_region: Il
    manque un pays ou une région. | no_work: Aucun travail n'est nommé. | no_group: On ne sait pas de qui il s'agit. | no_fact: Il n'y a pas de fait que la
    technique puisse utiliser. | unknown_by: Pas encore connu, avec une personne et une date. | none_stated: Rien, et quelqu'un l'a dit. | who_said: Qui a dit
    que rien n'est demandé, et quand ? | appealed: Assez précis, dit la personne qui l'a écrit ; la relecture décide. | unsure: C'est peut-être assez précis ;
    la relecture le dira. | ops_words: Cette formule figure sur la liste de votre entreprise. | month_1: Encore ouvert : combien d'utilisateurs actifs au mois 1
    ? | month_12: Encore ouvert : combien d'utilisateurs actifs au mois 12 ? | rate: Encore ouvert : combien d'actions dans l'heure la plus chargée ? | when:
    Encore ouvert : quand est l'heure la plus chargée ? | source: Encore ouvert : d'où viennent les données ? | stored: Encore ouvert : où sont stockées les
    données ? | destination: Encore ouvert : quels outils reçoivent les données ? | needed: Encore ouvert : premier jour ou plus tard ? | controller: Encore
    ouvert : qui en a la charge ? | amount: Encore ouvert : combien ? | hands: Encore ouvert : qui le fait ? | approver: Encore ouvert : qui valide les rôles ?
    | day_one: Encore ouvert : qui a besoin d'un accès le premier jour ? | window: Reste à préciser : de quand à quand ? | works: Encore ouvert : qu'est-ce qui
    doit marcher le premier jour ? | reason: Encore ouvert : pourquoi cette date ? | detail: Encore ouvert : les détails. | one_person: Encore ouvert : laquelle
    de ces personnes ?"""

REWRITES = """active_users: … utilisateurs actifs au mois 1, … au mois 12. Dit par … le … | active_users.month_1: … utilisateurs actifs au mois 1 |
    active_users.month_12: Estimation commerciale : … utilisateurs sous 12 mois. Responsable : … À confirmer pour le … avec … | peak_load: … (action) par heure,
    le … à … h | data_flow: Les données viennent de …, sont stockées dans … et vont vers … | security: Exigé : … (avec …, contact …). Non exigé : …, dit … le …
    | security.sso: SSO avec … (fournisseur d'identité), contact informatique …, bloque le démarrage : … | security.audit_logs: Journalisé : … et … ; relu par …
    | security.data_location: Les données doivent rester en … (pays ou région), dit … | security.retention: … conservé … (ans ou jours), puis effacé |
    security.vendor_review: Évaluation par … (questionnaire, certificat), … jours, menée par … | security.access_controls: Rôles : … peut …, … peut … |
    security.approval_history: Gardé : qui a validé …, quand ; conservé … | security.ip_allowlist: Seulement depuis … (adresses ou réseaux) |
    security.data_handling: Règle : … pour les données … ; revue juridique par …, … jours | security.security_approval: … (personne) donne son accord, … jours |
    security.other_logging: Les journaux de … vont vers … (système) | integrations: … (système) – premier jour ou plus tard : … – géré par … | setup_work: …
    (travail) : … (quantité), fait par … | access: Le premier jour : … (qui, combien) ; … valide les rôles | access.day_one: … (combien) … (qui, où) |
    access.approver: … (un nom ou une fonction précise) valide les rôles | launch_window: du … au … ; le premier jour, … doit marcher | hard_deadline: … (date),
    parce que … ; ou : aucune, dit … le … | scope_approver: … (un nom), … (fonction) | context: À savoir : …"""
