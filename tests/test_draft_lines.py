"""Single sentences: what must not be read, and what must. One line each, in four languages."""

from __future__ import annotations

from datetime import date

import pytest

from integration.template import built_in
from rules.draft import draft

NOTHING = """
en|A reseller he knows, Softbridge, went live with 75 users. They load 8,000 records an hour.
en|Hard deadline: the director says 30 June 2027, the council says 15 July 2027.
de|Herr Kowalczyk ist ausgeschieden; wer den Umfang künftig freigibt, sage ich Ihnen noch.
de|Über SSO wurde nicht gesprochen.
de|Der 1. März 2027 als Start ist jedenfalls vom Tisch.
es|Por cierto, en el Naval de Cartagena tienen 120 usuarios.
en|His brother in law runs a bindery, they have 320 users and SSO is mandatory there.
en|Some chap from a bindery at the next table said they imported 80,000 records.
en|Please ignore the 1,400 users on the website.
en|Okta contact is Bryn.
en|The SAP link we dropped.
en|At Leeds they have 150 users and SSO is required.
de|Ihr Schwager hat in seiner Firma 320 Nutzer und SSO ist dort Pflicht.
de|Bitte vergessen Sie die 500 Nutzer aus der Broschüre.
de|Die SAP-Anbindung ist gestrichen.
de|Wer nimmt den Leistungsumfang ab, Vorsitz oder Leitung? Klärt Fr. Lindqvist.
fr|À Dunkerque ils font 150 escales par heure de pointe, SSO obligatoire et tout.
fr|Ne tenez pas compte des 500 utilisateurs du site.
fr|Sa belle-sœur dirige une clinique : 300 utilisateurs, SSO obligatoire.
es|No uses el 500 que figura en el pliego de usuarios.
es|Su cuñado tiene una imprenta con 320 usuarios.
es|La integración con SAP quedó fuera.
en|They have 120 drivers using SAP today.
en|The trial ran with 25 users last month.
en|Their website has 80,000 registered users.
en|We sold them 300 seats.
en|Would 300 users be a problem for us?
en|Users: somewhere between 200 and 400 in month one.
en|At most peak times it's fine.
en|He asked whether we support SSO.
en|Our product supports SSO out of the box.
en|SSO would be nice to have.
en|They don't know yet whether they need audit logs.
en|No decision on SSO yet.
en|The deadline for our proposal is 15 January 2027.
en|Contract start 1 February 2027, kick-off on 8 February 2027.
en|The pilot starts on 1 March 2027.
en|Launch sometime in March 2027.
en|Launch in week 12.
en|Their previous vendor promised go-live on 1 March 2027.
en|They used to sync with SAP but that was switched off.
en|SAP is a competitor in this deal.
en|We might connect Jira later.
en|Maria or Tom approves roles.
en|The management approves the scope.
en|The team signs off on scope.
en|They process 5,000 orders per month.
en|The average is 200 orders an hour.
en|The server costs $900 per hour.
en|Capacity of the plan: 2,000 calls per hour.
en|They were founded on 1 March 2001 and launched in 14 countries.
en|She was born on 4 May 1980.
en|Ticket 4711 has 300 comments.
en|The user conference has 500 users attending.
en|We need 3 developers at the start.
en|Nothing was said about integrations.
en|Import takes 3 days usually.
en|Data protection is important to them.
en|I'd guess 300 users at launch.
en|Say 300 users at launch, for example.
en|In two weeks they want to launch.
en|Signature by 20 January 2027, then launch as soon as possible.
en|Anna will approve the budget.
en|The CFO approves the invoice.
de|Sie haben 120 Fahrer, die heute mit SAP arbeiten.
de|Der Test lief mit 25 Nutzern.
de|Die Webseite hat 80.000 registrierte Nutzer.
de|Wären 300 Nutzer ein Problem?
de|Zwischen 200 und 400 Nutzer im ersten Monat.
de|Er hat gefragt, ob wir SSO können.
de|Unser Produkt kann SSO.
de|SSO wäre schön.
de|Ob sie Audit-Logs brauchen, wissen sie noch nicht.
de|Abgabefrist für das Angebot ist der 15. Januar 2027.
de|Vertragsbeginn 1. Februar 2027, Kick-off am 8. Februar 2027.
de|Der Pilot startet am 1. März 2027.
de|Start irgendwann im März 2027.
de|Start in KW 12.
de|Maria oder Tom genehmigt die Rollen.
de|Die Geschäftsführung will es schnell.
de|Das Team gibt den Umfang frei.
de|Sie haben 5.000 Bestellungen pro Monat.
de|Im Schnitt sind es 200 Bestellungen pro Stunde.
de|Der Server kostet 900 € pro Stunde.
de|Der Stundensatz liegt bei 120 Euro pro Stunde.
de|Vielleicht binden wir Jira später an.
de|Zu Integrationen wurde nichts gesagt.
de|Datenschutz ist ihnen wichtig.
de|In zwei Wochen wollen sie starten.
de|Ich schätze mal 300 Nutzer zum Start.
de|Wenn alles klappt, 300 Nutzer zum Start.
de|Die Firma hat 300 Mitarbeiter.
de|Frau Weber genehmigt die Rechnung.
de|Die Konzernmutter nutzt SAP.
de|Gegründet wurde die Firma am 1. März 1987.
fr|Ils ont 120 chauffeurs qui utilisent SAP aujourd'hui.
fr|L'essai s'est fait avec 25 utilisateurs.
fr|Le site compte 80 000 utilisateurs inscrits.
fr|Est-ce que 300 utilisateurs poseraient problème ?
fr|Entre 200 et 400 utilisateurs le premier mois.
fr|Il a demandé si nous gérons le SSO.
fr|Notre produit gère le SSO.
fr|Le SSO serait un plus.
fr|Ils ne savent pas encore s'ils veulent des journaux d'audit.
fr|La date limite pour notre offre est le 15 janvier 2027.
fr|Début du contrat le 1er février 2027, réunion de lancement le 8 février 2027.
fr|Le pilote démarre le 1er mars 2027.
fr|Lancement courant mars 2027.
fr|Maria ou Tom valide les rôles.
fr|La direction valide le périmètre.
fr|Ils traitent 5 000 commandes par mois.
fr|En moyenne 200 commandes par heure.
fr|Le serveur coûte 900 € par heure.
fr|On connectera peut-être Jira plus tard.
fr|Rien n'a été dit sur les intégrations.
fr|La protection des données est importante.
fr|Dans deux semaines ils veulent lancer.
fr|La société compte 300 salariés.
fr|Mme Dubois valide la facture.
es|Tienen 120 conductores que hoy usan SAP.
es|La prueba fue con 25 usuarios.
es|La web tiene 80.000 usuarios registrados.
es|¿Serían un problema 300 usuarios?
es|Entre 200 y 400 usuarios el primer mes.
es|Preguntó si soportamos SSO.
es|Nuestro producto soporta SSO.
es|El SSO estaría bien.
es|No saben todavía si quieren registros de auditoría.
es|La fecha límite para nuestra oferta es el 15 de enero de 2027.
es|Inicio del contrato el 1 de febrero de 2027, reunión de arranque el 8 de febrero de 2027.
es|El piloto arranca el 1 de marzo de 2027.
es|Lanzamiento a lo largo de marzo de 2027.
es|María o Tomás aprueba los roles.
es|La dirección aprueba el alcance.
es|Procesan 5.000 pedidos al mes.
es|De media son 200 pedidos por hora.
es|El servidor cuesta 900 € por hora.
es|Quizás conectemos Jira más adelante.
es|No se habló de integraciones.
es|La protección de datos es importante para ellos.
es|En dos semanas quieren lanzar.
es|La empresa tiene 300 empleados.
de|Das Projekt startet am 1. März, Go-Live ist offen.
de|Herr Ott will wissen, wer den Umfang freigibt.
de|Wir nehmen an, dass 80 Nutzer starten.
en|Launch until further notice is 3 May 2027.
en|Access to the building on day one: 12 visitors.
en|The 2019 launch had 90 users at the start.
fr|Mme Roux veut savoir qui valide le périmètre.
fr|Prochain point le 3 mai 2027 sur le lancement.
de|Am 3. Mai ist Start der Messe in Hannover.
en|We closed a deal with 500 users last month.
en|She'd love Workday and Jira connected one day.
en|Our import tool handles 50,000 rows.
fr|Le salon ouvre le 12 mai 2027 à Lyon.
fr|On leur a proposé 100 utilisateurs au départ à 20 euros.
fr|Le serveur tient 2 000 requêtes par heure au maximum.
es|La feria arranca el 3 de mayo de 2027 en Madrid.
es|Le ofrecimos 100 usuarios al inicio por 20 euros.
es|Reciben 300 llamadas por hora en su centro de atención.
es|La señora Díaz aprueba la factura.
"""
READ = """
en|Peak: pass scans, 12 per second, Saturdays 8:30 to 9:30.|peak_load.rows={'action': 'pass scans', 'actions_per_hour': 43200, 'when': 'Saturdays 8:30 to 9:30'}
en|Retention is 15 years.|security.retention={'state': 'required'}
en|The scope is approved by Ann Poe, head of works.|scope_approver.person=Ann Poe, head of works
de|Personenbezogene Daten fallen nicht an.|
fr|Le périmètre est validé par Clarisse Bompard, proviseure.|scope_approver.person=Clarisse Bompard, proviseure
fr|Les données viennent de Cassius (le logiciel de droits) et de fichiers Excel.|data_flow.sources=['Cassius', 'fichiers Excel']
fr|Les données viennent d'Hopital Manager.|data_flow.sources=['Hopital Manager']
en|We can go live on 5 April 2027 at the earliest.|launch_window.from=2027-04-05
en|Launch is planned for 12 April 2027, UAT starts 1 April 2027.|launch_window.from=2027-04-12
en|Go-live: 1 March 2027 (was 1 February 2027).|launch_window.from=2027-03-01
en|Users month 1: 300 (not 3,000 as in the deck).|active_users.month_1=300
en|From 50 users to 5,000 within a year.|active_users.month_1=50;active_users.month_12=5000
en|50 users at launch, growing to 5,000 in a year.|active_users.month_1=50;active_users.month_12=5000
en|About 2,000 active users, with a daily spike at 9 a.m.|active_users.month_1=2000
en|500 users all uploading files at 9 a.m. every Monday.|active_users.month_1=500
en|The IT manager approves SSO and the operations lead signs off on scope.|access.approver=The IT manager;scope_approver.person=the operations lead
en|SSO and audit logs are required.|security.sso;security.audit_logs
en|No SSO, no audit logs, no vendor review.|security.sso;security.audit_logs;security.vendor_review
en|Neither SSO nor audit logs are needed.|security.sso;security.audit_logs
en|SSO isn't needed but audit logs are.|security.sso
en|We don't need SSO, we need audit logs.|security.sso;security.audit_logs
en|Without SSO no launch.|security.sso={'state': 'required', 'blocks_launch': True}
en|Data must stay in Canada, that's the law.|security.data_location
en|They store customer data in Snowflake.|data_flow.stored_in=Snowflake
en|The compliance team wants audit logs for logins, role changes, and file access.|security.audit_logs
en|HR wants a daily sync with Workday, controlled by Ben Cho, from day one.|integrations.rows
en|Integrations: SAP (day one, Maria Lopez), Jira (later).|integrations.rows;integrations.rows
en|Old contract ends 31 March 2027, that's the hard deadline.|hard_deadline.date=2027-03-31;hard_deadline.reason=Old contract ends
en|Must be live by 1 June 2027 because the new law takes effect.|hard_deadline.date=2027-06-01;hard_deadline.reason=the new law takes effect
en|It will be used by 80 people in the first month.|active_users.month_1=80
en|250 users in month 1, sorry, 205.|active_users.month_1=205
en|1.2k users at start|active_users.month_1=1200
en|Import: 120,000 rows from CSV, done by us.|setup_work.rows
en|Dana Kim and Jo Park sign off on scope.|
en|Scope: Dana Kim (COO)|scope_approver.person=Dana Kim (COO)
en|Final say on scope changes: Dana Kim.|scope_approver.person=Dana Kim
en|Peak: 900 report runs/h, Mon 09:00|peak_load.rows
en|All 40 store managers must have access on day one.|access.day_one
en|Access approver: Tom Reed.|access.approver=Tom Reed
de|Von 50 auf 5.000 Nutzer in einem Jahr.|active_users.month_1=50;active_users.month_12=5000
de|Kein SSO, keine Audit-Logs, aber Daten müssen in der Schweiz liegen.|security.sso;security.audit_logs;security.data_location
de|SSO und Audit-Logs sind Pflicht.|security.sso;security.audit_logs
de|SSO brauchen sie nicht, Audit-Logs schon.|security.sso;security.audit_logs
de|Weder SSO noch Audit-Logs nötig.|security.sso;security.audit_logs
de|Spitzenlast: 900 Berichte/h, Mo 9:00|peak_load.rows
de|Start am 15. März, nicht am 1. März 2027.|launch_window.from=2027-03-15
de|Muss bis 1. Juni 2027 laufen, weil dann das neue Gesetz in Kraft tritt.|hard_deadline.date=2027-06-01;hard_deadline.reason
de|Rollen und Rechte: IT-Leitung genehmigt.|access.approver=IT-Leitung
de|Umfang: Dana Keller (Leiterin Betrieb) entscheidet.|scope_approver.person
de|Die Daten liegen in unserer EU-Cloud.|data_flow.stored_in=unserer EU-Cloud
de|DATEV ab Tag 1 (Frau Weber), Jira später.|integrations.rows;integrations.rows
de|Erst 30, nach einem Jahr 200 Nutzer.|active_users.month_1=30;active_users.month_12=200
de|Im ersten Monat 30 Nutzer, nein, 40.|active_users.month_1=40
fr|De 50 à 5 000 utilisateurs en un an.|active_users.month_1=50;active_users.month_12=5000
fr|Ni SSO ni journaux d'audit.|security.sso;security.audit_logs
fr|Pas de SSO mais des journaux d'audit obligatoires.|security.sso;security.audit_logs
fr|SSO et journaux d'audit sont exigés.|security.sso;security.audit_logs
fr|Charge de pointe : 900 rapports/h, lundi 9h00|peak_load.rows
fr|Mise en production le 15 mars 2027, et non le 1er mars 2027.|launch_window.from=2027-03-15
fr|Doit tourner avant le 1er juin 2027 car la nouvelle loi entre en vigueur.|hard_deadline.date=2027-06-01;hard_deadline.reason
fr|Périmètre : Dana Keller (directrice des opérations) tranche.|scope_approver.person
fr|SAP dès le premier jour (Maria Lopez), Jira plus tard.|integrations.rows;integrations.rows
fr|30 utilisateurs au début, non, 40.|active_users.month_1=40
es|De 50 a 5.000 usuarios en un año.|active_users.month_1=50;active_users.month_12=5000
es|Ni SSO ni registros de auditoría.|security.sso;security.audit_logs
es|Sin SSO, pero registros de auditoría obligatorios.|security.sso;security.audit_logs
es|SSO y registros de auditoría son obligatorios.|security.sso;security.audit_logs
es|Carga máxima: 900 informes/h, lunes 9:00|peak_load.rows
es|Lanzamiento el 15 de marzo de 2027, no el 1 de marzo de 2027.|launch_window.from=2027-03-15
es|Tiene que estar listo antes del 1 de junio de 2027 porque entra en vigor la nueva ley.|hard_deadline.date=2027-06-01;hard_deadline.reason
es|Alcance: Dana Keller (directora de operaciones) decide.|scope_approver.person
es|SAP desde el primer día (María López), Jira más tarde.|integrations.rows;integrations.rows
es|30 usuarios al principio, no, perdón, 40.|active_users.month_1=40
"""


def lines(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.strip().splitlines()]


@pytest.mark.parametrize(("language", "text"), lines(NOTHING))
def test_nothing_is_read_of(language: str, text: str) -> None:
    result = draft(text, built_in(), date(2027, 1, 4))
    assert result.proposals == () and len(result.questions) == 10


@pytest.mark.parametrize(("language", "text", "wanted"), lines(READ))
def test_exactly_this_is_read_of(language: str, text: str, wanted: str) -> None:
    """`wanted`: inputs between semicolons, each with its value where it matters."""
    result = draft(text, built_in(), date(2027, 1, 4))
    found = [f"{proposal.input}={proposal.value}" for proposal in result.proposals]
    inputs = [part for part in wanted.split(";") if part]
    assert sorted(part.split("=")[0] for part in inputs) == sorted(one.split("=")[0] for one in found), found
    assert all(part in found for part in inputs if "=" in part), found


MORE = """
en|Ann Poe, who signs off the scope, is on leave this week.|scope_approver.person=Ann Poe
es|hay que conectar el tms que es transporeon desde el primer dia|integrations.rows={'system': 'transporeon', 'needed': 'day_one'}
es|hay que conectar la balanza toledo desde el primer dia|integrations.rows={'system': 'balanza toledo', 'needed': 'day_one'}
en|sso is required and the contact is the new admin|security.sso={'state': 'required'}
en|We start with 320 users - sorry, I said 300 on the phone.|active_users.month_1=320
en|Peak: porter requests, 80 every 10 minutes, weekdays from 7:30|peak_load.rows={'action': 'porter requests', 'actions_per_hour': 480, 'when': 'weekdays from 7:30'}
en|Go-live in the first half of May 2027.|launch_window.from=2027-05-01;launch_window.to=2027-05-15
en|Audit trail required: who opened a matter, who changed a retention date.|security.audit_logs={'state': 'required'}
de|starten wollen sie zwischen dem ersten und dem zwölften märz 2027 nein moment zwischen dem achten und dem neunzehnten märz 2027|launch_window.from=2027-03-08;launch_window.to=2027-03-19
de|die rollen gibt der herr brandstetter frei den umfang nimmt frau yıldırım ab|access.approver=der herr brandstetter;scope_approver.person=frau yıldırım
de|Single Sign-on ist zwingend, nicht mehr über Okta, sondern über Entra ID.|security.sso={'state': 'required', 'identity_provider': 'Entra ID'}
es|lo de la lista de ip no lo necesitan y los registros de auditoria tampoco los necesitan|security.ip_allowlist={'state': 'not_required'};security.audit_logs={'state': 'not_required'}
es|Fecha límite no tenemos.|hard_deadline.none=True
en|Launch on 1 March 2027. Correction: 15 March 2027.|launch_window.from=2027-03-15
en|300 users at the start, 450 after a year. Correction: 500.|
en|SSO is required. Audit logs are required. SSO is not needed.|security.audit_logs
en|Launch on 1 March, 8 March or 15 March 2027.|
en|Deadline 1 March 2027 or 1 April 2027.|
en|What has to work on day one? Everyone sees the stock of all branches.|launch_window.day_one=Everyone sees the stock of all branches
en|Two thousand users at the start, three hundred fifty users after a year.|active_users.month_1=2000;active_users.month_12=350
en|Launch 3/4/2027|
en|Launch 3/15/2027|launch_window.from=2027-03-15
en|Launch 15/3/2027|launch_window.from=2027-03-15
en|Launch 3/15|
de|Start am 31.02.2027|
en|Launch tomorrow.|launch_window.from=2027-01-05
en|Launch this Friday.|launch_window.from=2027-01-08
en|Dana Kim does not approve the scope.|
en|Whoever they choose needs access on day one.|
en|Who needs access on day one? 12 nurses.|access.day_one=12 nurses
en|SAP on day one. SAP is controlled by Maria Lopez.|integrations.rows={'system': 'SAP', 'needed': 'day_one', 'controlled_by': 'Maria Lopez'}
en|SAP on day one. The weather was nice. SAP can wait.|integrations.rows={'system': 'SAP'}
en|SAP on day one. Correction: SAP can wait.|integrations.rows={'system': 'SAP', 'needed': 'later'}
en|SAP must connect on day one. Maria Lopez controls it.|integrations.rows={'system': 'SAP', 'needed': 'day_one', 'controlled_by': 'Maria Lopez'}
en|Peak: Mondays. 900 reports per hour.|peak_load.rows={'when': 'Mondays', 'action': 'reports', 'actions_per_hour': 900}
en|They want to stay in touch.|
en|No SSO, audit logs required.|security.sso
en|No SSO, audit logs or vendor review required.|security.sso;security.audit_logs;security.vendor_review
en|SSO, audit logs and a vendor review are required.|security.sso;security.audit_logs;security.vendor_review
en|No onboarding work needed.|setup_work.none=True
en|No data import of 500 rows.|
en|Dynamics 365 must connect on day one.|integrations.rows={'system': 'Dynamics 365', 'needed': 'day_one'}
en|They import from SAP once.|
en|SAP must not be connected.|
en|SAP, Workday and Jira must connect on day one.|integrations.rows;integrations.rows;integrations.rows
en|Who controls SAP on day one? Maria Lopez.|
en|No personal data.|data_flow.data_class=none
en|Data comes from nothing special, goes to launch.|
en|Data is stored in a place that nobody has ever told us anything about.|
en|Data comes from a place that nobody has ever told us anything about.|
en|120 users on the old tool.|
en|300 users 450 users 500 users.|
en|We start with 40.|
en|To start with 40 people.|active_users.month_1=40
en|Normal load is 200 orders an hour, peak is 900 orders an hour.|peak_load.rows={'action': 'orders', 'actions_per_hour': 900}
en|200 orders an hour, 900 reports an hour.|
en|Per hour on Mondays: 200 orders an hour, 900 reports an hour.|peak_load.rows;peak_load.rows
en|The 500 staff log in within 20 minutes at 9 a.m. every Monday.|active_users.month_1=500;peak_load.rows={'action': 'log in', 'window_minutes': 20, 'when': '9 a.m. every Monday'}
en|Peak: more than 900 reports an hour.|
en|Report runs: 900 an hour.|peak_load.rows={'action': 'Report runs', 'actions_per_hour': 900}
en|900/h (report runs)|peak_load.rows={'action': 'report runs', 'actions_per_hour': 900}
en|900/h on Monday.|peak_load.rows={'actions_per_hour': 900, 'when': 'Monday'}
en|It takes 3 days an hour.|
es|Lanzamiento mañana.|launch_window.from=2027-01-05
en|Launch between 1 March 2027 and 8 March 2027 and 15 March 2027.|
en|They have a budget 300 users would like.|
en|Maybe they could need 300 users.|
en|Users? At the start 40 blokes.|active_users.month_1=40
en|From 50 to 12345678 users in a year.|
en|Staff grows from 50 to 500 in a year.|
en|The peak is 900 Monday reports per hour.|peak_load.rows
en|SAP runs slowly.|
en|Sorry, 3 May 2027 to 14 May 2027.|
en|Launch between 3 May 2027 and 14 May 2027. Sorry, 10 May to 21 May 2027.|launch_window.from=2027-05-10;launch_window.to=2027-05-21
en|Launch: week of 10 May 2027.|
en|Two hundred hundred users at the start.|
en|A hundred and ten users at the start.|active_users.month_1=110
de|Wir fangen mit einundzwanzig Nutzern an.|active_users.month_1=21
es|Doscientos cincuenta usuarios al principio.|active_users.month_1=250
fr|Au départ quatre-vingt-dix-huit utilisateurs.|active_users.month_1=98
es|Pico: mil pedidos por hora los lunes.|
en|What must work on day one? All.|
en|Where does the data come from? We need to ask our colleagues first.|
en|Where does the data come from? Orders from Shopify, stock from Odoo.|data_flow.sources=['Shopify', 'Odoo']
en|Data is stored in the very old grey steel cabinet right beside the lift.|
en|SAP must connect on day one. It is handled by Ben Cho and Maria Lopez.|integrations.rows={'system': 'SAP', 'needed': 'day_one'}
en|PatronBase must connect on day one. Rory's the admin there.|integrations.rows={'system': 'PatronBase', 'needed': 'day_one'}
de|Wir legen 6 Rollen an und schulen an 3 Tagen vor Ort.|setup_work.rows={'item': 'rollout_support', 'amount': '3 Tagen vor Ort', 'done_by': 'us'}
en|Any hard deadline? No.|hard_deadline.none=True
en|Which systems must be connected? None.|integrations.none=True
en|Who approves the roles? Wilmer Quispe.|access.approver=Wilmer Quispe
en|150 users at the start; correction: 115, not 150.|active_users.month_1=115
en|At the start 70 techs and 15 clerks, so 85 users.|active_users.month_1=85
en|200 users at the start. Tom thinks it is rather 250.|
en|At 900 users we pay 5 euros each.|
en|Peak: Mondays at 9, cylinder scans, about 20 a minute.|peak_load.rows
en|The lead engineer controls Zephyr, which must connect to Zephyr on day one.|integrations.rows
en|SAP on day one with Maria Lopez.|integrations.rows={'system': 'SAP', 'needed': 'day_one'}
en|Data is stored in a place nobody in the whole of the north once described.|
en|Data comes from a place that somebody in the north once described.|
en|SAP must connect on day one, SAP is controlled by Maria Lopez, by Ben Cho.|integrations.rows
en|A firm they know had two hundred users from day one.|
de|Eine Firma, die wir kennen, hatte 200 Nutzer zum Start.|
fr|Une société que nous connaissons a 400 utilisateurs au démarrage.|
es|Una empresa que conocen tenía 300 usuarios al inicio.|
en|We start with thirty-five users, and not fifty as my colleague wrote.|active_users.month_1=35
de|Zum Start fünfunddreißig Nutzer und nicht fünfzig, wie mein Kollege schrieb.|active_users.month_1=35
fr|Au démarrage trente-cinq utilisateurs et non cinquante.|active_users.month_1=35
es|Al inicio treinta y cinco usuarios, y no cincuenta como decía la oferta.|active_users.month_1=35
fr|Chez Biocoop Sud : 500 utilisateurs au démarrage.|
en|At Brightwell they start with 60 users. Brightwell is keen.|active_users.month_1=60
en|At Orkney they start with 60 users.|
en|Their sister depot went live with 200 users.|
de|SSO: nein; Audit-Log: nein; Datenstandort: Österreich, Pflicht|security.sso={'state': 'not_required'};security.audit_logs={'state': 'not_required'};security.data_location={'state': 'required', 'region': 'Österreich'}
fr|Préparation : 4 panneaux par nous ; reprise de 9 000 fiches par la régie.|setup_work.rows={'item': 'data_import', 'amount': '9 000 fiches'}
fr|Pic : saisie des apports, jusqu'à 180 par heure le matin.|peak_load.rows={'action': 'saisie des apports', 'actions_per_hour': 180, 'when': 'le matin'}
en|In a year, with the Leeds office, we will be 210 users.|active_users.month_12=210
de|Am ersten Tag: 20 Marktleiter|
en|Data has to stay in the UK, no exceptions.|security.data_location={'state': 'required', 'region': 'the UK'}
en|data location it has to be the uk no exceptions|security.data_location={'state': 'required', 'region': 'uk'}
en|Audit logs, yes please.|security.audit_logs={'state': 'required'}
en|Audit logs, no thanks.|security.audit_logs={'state': 'not_required'}
en|Audit logs are a must: every swap and every rejected request.|security.audit_logs={'state': 'required', 'events': ['every swap', 'every rejected request']}
en|Shift swaps are what hurts: roughly 1,200 an hour on Sunday evenings.|peak_load.rows={'action': 'Shift swaps', 'actions_per_hour': 1200, 'when': 'Sunday evenings'}
es|Lo más fuerte son los cambios de estado: unos 450 por hora los sábados.|peak_load.rows={'action': 'cambios de estado', 'actions_per_hour': 450, 'when': 'los sábados'}
de|In der Ernte haben wir 600 Wiegungen pro Stunde, so eine Spitze dauert lange.|peak_load.rows={'action': 'Wiegungen', 'actions_per_hour': 600, 'when': 'In der Ernte'}
de|Die Lieferscheine kommen aus Agris, die Abrechnung geht dann weiter an DATEV.|data_flow.sources=['Agris'];data_flow.destinations=['DATEV']
en|Rosters come from Optibus, and the swaps end up in Sage, our payroll.|data_flow.sources=['Optibus'];data_flow.destinations=['Sage']
en|Data comes from paper, our rosters.|data_flow.sources=['paper', 'rosters']
en|Data comes from a system called Redstone.|data_flow.sources=['Redstone']
de|Umfang wird von Hr. Yıldırım freigegeben.|scope_approver.person=Hr. Yıldırım
fr|date butoir le trente avril parce que le bail se termine|hard_deadline.date=2027-04-30;hard_deadline.reason=le bail se termine
de|livegang zwischen dem ersten und dem fünfzehnten april|launch_window.from=2027-04-01;launch_window.to=2027-04-15
en|go live between the twelfth and the twenty-third of april|launch_window.from=2027-04-12;launch_window.to=2027-04-23
es|lanzamiento el quince de abril de dos mil veintisiete|launch_window.from=2027-04-15
fr|lancement le premier avril|launch_window.from=2027-04-01
en|The launch may be the second march of the band.|
fr|Formation : 4 séances ; par leur intégrateur|setup_work.rows={'item': 'rollout_support', 'amount': '4 séances', 'done_by': 'partner'}
es|El 30 de junio caduca el contrato con el proveedor viejo, esa es la fecha tope.|hard_deadline.date=2027-06-30;hard_deadline.reason=caduca el contrato con el proveedor viejo
en|Users are due at launch from Zephyr on day one, run by Ms Okonjo.|
en|SP-Expert from day one, run by Ms Okonjo; SAP later.|integrations.rows={'system': 'SP-Expert', 'needed': 'day_one', 'controlled_by': 'Ms Okonjo'};integrations.rows={'system': 'SAP', 'needed': 'later'}
"""


@pytest.mark.parametrize(("language", "text", "wanted"), lines(MORE))
def test_sentences_are_read_together(language: str, text: str, wanted: str) -> None:
    test_exactly_this_is_read_of(language, text, wanted)


def test_half_of_a_month_without_a_year_is_no_window_where_nobody_knows_the_day() -> None:
    assert not draft("Go-live in the first half of May.", built_in(), None, "en").proposals


FAR = "SAP must connect on day one. " + "The weather was fine that day. " * 20 + "SAP is controlled by Maria Lopez."


def test_what_is_said_far_apart_stays_two_proposals() -> None:
    values = [proposal.value for proposal in draft(FAR, built_in()).proposals]
    assert values == [{"system": "SAP", "needed": "day_one"}, {"system": "SAP", "controlled_by": "Maria Lopez"}]


@pytest.mark.parametrize(
    ("notes", "inputs"),
    [
        ("Hi Ana,\n\nThanks!\n\nHere is what we agreed on with everybody in the call:\n300 users at the start.\n", ["active_users.month_1"]),
        ("300 users at the start.\n--\nTom\n450 users after a year\n", ["active_users.month_1"]),
        ("300 users at the start.\n" + "x" * 250 + "\n450 users after a year\n", ["active_users.month_1", "active_users.month_12"]),
        ("- 300 users at the start, that is what they told us in the call\nMonth 12: 450 users", ["active_users.month_1", "active_users.month_12"]),
        ("- 300 users at the start, that is what they told us in the call\nNobody expects 450 users", ["active_users.month_1"]),
        ("300 users ~~at the start~~ <del>in 450 cases</del>", ["active_users.month_1"]),
        ("From: Ana\nTo: Ben\nSubject: 500 users\n\n300 users at the start.\n\n__________________\nFrom: Ben\nTo: Ana\nSubject: x\n\n500 users", ["active_users.month_1"]),
        ("300 users at the start.\n-----Original Message-----\n500 users", ["active_users.month_1"]),
        ("300 users at the start.\n__________________\nNorth Ltd", ["active_users.month_1"]),
        ("300 users at the start.\n__________________", ["active_users.month_1"]),
        ("On Monday Tom wrote:\n> 500 users\n\n300 users at the start.", ["active_users.month_1"]),
        ("300 users at the start.\nOn Monday Tom wrote:\n500 users", ["active_users.month_1"]),
        ("Cheers,\nTom\nPS: 300 users at the start.", ["active_users.month_1"]),
        ("300 users at the start.\nFrom: 1 March 2027\nTo: 15 March 2027\n450 users after a year", ["active_users.month_1", "active_users.month_12"]),
        ("| Gruppe | Start | nach 12 Monaten |\n| Netzmeister | 14 | 14 |\n| Fahrer | 26 | 40 |", []),
        ("| Was | Start | nach 12 Monaten |\n| Nutzer | 14 | 15 |\n| Standorte | 26 | 40 |", ["active_users.month_1", "active_users.month_12"]),
        ("| Gruppe | Start | nach 12 Monaten |\n| Netzmeister | 14 | 14 |\n| Fahrer | 26 | 40 |\n| Summe | 40 | 54 |", ["active_users.month_1", "active_users.month_12"]),
        ("10:01 Ann: 60 users at the start\n10:02 Bob: hang on, it's 75\n10:03 Ann: fine weather", []),
        ("10:01 Ann: 60 users at the start\n10:02 Bob: no, 58\n10:03 Ann: right, 58 then", ["active_users.month_1"]),
        ("10:01 Ann: 60 users at the start\n10:02 Ann: 58\n10:03 Bob: ok", ["active_users.month_1"]),
        ("10:01 Ann: 60 users at the start\n10:02 Bob: well some of us say it is more like seventy or 75 or so\n10:03 Ann: hm", ["active_users.month_1"]),
        ("10:01 Ann: 60 users at the start\n10:02 Bob: the room has about 75 chairs\n10:03 Ann: hm", ["active_users.month_1"]),
        ("10:01 Ann: 60 users at the start\n10:02 Bob: and the room number is surely 75\n10:03 Ann: hm", ["active_users.month_1"]),
        ("", []),
        ("\n\n", []),
    ],
)  # fmt: skip
def test_old_threads_and_signatures_do_not_count(notes: str, inputs: list[str]) -> None:
    assert [proposal.input for proposal in draft(notes, built_in()).proposals] == inputs
