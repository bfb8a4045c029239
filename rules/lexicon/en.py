"""English: the words by which an answer is judged. How entries are written stands in `rules/lexicon/__init__.py`."""

from __future__ import annotations

NUMBERS = {
    "good dozen": 12, "half a dozen": 6, "baker's dozen": 13, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "a dozen": 12, "one hundred": 100, "a hundred": 100, "a thousand": 1000,
    "one thousand": 1000, "a couple": 2, "both": 2, "couple dozen": 24, "a couple dozen": 24,
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1000, "k": 1000, "million": 1e6, "mio": 1e6, "m": 1e6, "dozen": 12}  # fmt: skip
MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6, "jun": 6, "july": 7,
    "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10, "november": 11, "nov": 11,
    "december": 12, "dec": 12,
}  # fmt: skip
WEEKDAYS = {
    "monday": 0, "mon": 0, "mondays": 0, "tuesday": 1, "tue": 1, "tues": 1, "tuesdays": 1, "wednesday": 2, "wed": 2, "wednesdays": 2,
    "thursday": 3, "thu": 3, "thur": 3, "thurs": 3, "thursdays": 3, "friday": 4, "fri": 4, "fridays": 4, "saturday": 5, "sat": 5,
    "saturdays": 5, "sunday": 6, "sun": 6, "sundays": 6,
}  # fmt: skip

PEOPLE_ENDINGS = "ers, ors, ists, ians, ees, eers, men, women, hands, folk, staff, pupils, kids, parents"
ROLE_ENDINGS = ""
ONE_PERSON = "er, or, ist, ian, ar, man, woman"
FRAGMENTS = "th, wh, ght, ing, ck, ee, oo"
SPELLED: dict[int, str] = {}
APPEALS = "specific enough, this is specific enough, that is specific enough"
NO_PEOPLE = """servers, printers, computers, containers, routers, scanners, orders, numbers, letters, folders, layers, users per, trailers, chargers, filters,
    transfers, offers, others, sensors, monitors, errors, doors, vendors, factors, parameters, registers, papers, posters, tankers, meters, readers"""

WORDS = {
    # --- words that carry no fact by themselves --------------------------------------------------
    "filler": """a, an, the, this, that, these, those, its, been, being, will, would, shall, can, has, have, do, does, did, done, of, on, for, onto, out, up,
        down, off, over, under, as, but, so, than, if, when, while, because, who, whom, whose, what, which, where, why, how, i, me, my, we, our, ours, you,
        your, he, him, she, her, they, them, their, theirs, there, here, s, t, d, ll, re, ve, m, also, too, very, quite, really, rather, pretty, more, most,
        less, least, other, another, each, every, any, one, ones, same, such, own, still, already, yet, again, ever, always, often, once, much, well, good,
        fine, okay, nice, great, like, about, roughly, approx, approximately, circa, ca, say, tell, know, knows, knew, think, thinks, want, wants, get, gets,
        got, give, gives, gave, go, goes, going, gone, come, comes, came, take, takes, took, make, makes, made, use, uses, used, using, see, sees, seen, look,
        looks, looking, let, lets, put, keeps, started, begin, begins, end, ends, work, works, working, happen, happens, mean, means, meant, try, find, finds,
        found, left, right, first, last, next, new, old, thing, way, ways, kind, sort, part, contract, portal, app, tool, system, software, solution, platform,
        feature, features, data, info, information, stuff, guys, sales, engineering, answer, detail, details, lists, scope, launch, live, rollout, important,
        possible, necessary, clear, sure, true, wrong, ready, able, free, full, whole, total, main, single, real, away, back, along, together, during, above,
        below, against, towards, except, expect, expects, hope, hopes, love, loves, plan, plans, planned, please, thanks, hi, hello, depending, whatever,
        however, whenever, something, anything, everything, it'd, should, enough, third, bigger, smaller, larger, faster, higher, lower, better, worse, best,
        all, connect, connects, connected, connecting, integrate, policy, policies, rule, rules, speed, name, number, word, hear, heard, size, imagine, run,
        set, move, hotel, rep, add, adds, thought, feel, bring, talk, talks, wait, waits, turn, check, show, shows, help, helps, pay, pays, buy, buys, sell,
        choose, pick, mind, reach, hand, lives, lot, thereof, both, hates, region, regions, place, places, country, countries, area, website, site, it's, is,
        are, be""",
    "adjective": """normal, normally, standard, usual, usually, typical, basic, basics, simple, easy, light, lightweight, small, smallish, big, large, huge,
        tiny, mid-size, midsize, medium, mid-sized, moderate, moderately, average, quick, quickly, fast, regular, common, ordinary, proper, decent, appropriate,
        suitable, reasonable, adequate, sufficient, modern, secure, safe, good practice, best practice, best practices, state of the art, bank grade, bank
        level, enterprise grade, enterprise level, solid, strong, tight, relaxed, flexible, manageable, doable, minimal, minimum, maximum, not much, not many,
        not a lot, not too many, urgent, in a hurry, yesterday, sometime, some time, someday, at some point, scalable, unlimited growth, growing, may grow,
        might grow, will grow, busier, busy, quiet, calm, peak season, varies, varying, fluctuates, up and down, onboarding, as needed, as required, where
        needed, if needed, whatever is necessary, whatever they need, what they need, fit for purpose, compliant, compliance, the law, legally required, by law,
        out of the box, plug and play, custom work, best effort, and so on, and so forth, etc, and more, the rest, and others, and stuff, or so, somewhere, key
        users, power users, early adopters, pilot users, pilot group, test users, core team, everywhere, important ones, almost nothing, next to nothing, close
        to, near, nearby, would be cool, cloud, vip, all inclusive, wherever, robust, top, premium, config, handholding, hand-holding, bits, package,
        professional services, sensitive, careful, carefully, with care, caution, hardly any, hardly anything, smooth, lean, straightforward, vanilla, generic,
        classic, covered, fine-grained, granular, comprehensive, extensive, thorough, serious, sane, sensible, spiky, spikes, spike, peaks, crowded, wild,
        crazy, massive, considerable, noticeable, up and running, teething stuff, nothing dramatic, seamless, the works, gxp grade, not more not less, good
        visibility, more than at launch, not too long, not too short""",
    "soon": """asap, as soon as possible, soon, soonish, immediately, urgently, right away, straight away, before summer, after summer, in summer, in spring,
        spring, summer, autumn, fall, winter, next year, this year, early next year, later this year, next spring""",
    "quantity": """a lot, lots, loads, tons, plenty, many, few, some, several, various, numerous, multiple, a bit, a little, a number of, a couple of, dozens,
        hundreds, thousands, couple hundred, most of, half of, part of, crowd, masses, everybody, everyone, whole company, anyone, two or three, a thing or two,
        half the, whole floor, a mix, mix of, mixed, mixture, stuff, folks, bunch, handful, anyway, everything they have, all they have, whatever they have, the
        whole stack, entire landscape, all their systems, whole landscape""",
    "another_deal": """same as with, same as in, same as at, same … as, same like, similar to, similar as, just like, like last, like the last, like the other,
        like the others, like our other, like every, like all, like most, like any, like always, like before, like with, as before, as always, as usual, as
        ever, as for the last, as in the last, as we did, as they did, as discussed last, last time, last customer, last client, last deal, last project,
        previous customer, previous client, previous deal, previous project, other customers, other clients, other deals, other hospitals, copy of, copy from,
        copy paste, clone, ditto, identical to, comparable to, comparable with, in line with, modelled on, modeled on, see deal, see the deal, same crowd, same
        people, same person, same setup, same pressure, same one, same again, same old, same story, same approver, same thing, analogous to, what … got, what …
        had, based on the last, another site, another customer, another company, other site, sister company, as in the old system, like the old system, copy it
        from, we plugged in for, same ballpark, deal i closed, deal we closed, look at that one""",
    "likening": """like in, like this, like that, like at, as in the, as with, like these, like those, like our, same as the, got through it at, did it at, had
        it at, we did it for, sailed through, at … it took, took nine weeks""",
    "put_off": """we'll see, will see, let's see, lets see, to be seen, wait and see, see how it goes, see later, will tell, will know, will show, will find
        out, figure … out, figure it out, find out later, sort later, sort … out, sort it out, sort … later, will sort, handle … later, handle … during, handle
        … in the, handle … after, will handle, handle … onboarding, deal with … later, cross that bridge, to discuss, discuss … later, talk about, have talked,
        talk … later, to be clarified, needs clarification, decide later, decision later, to decide, to be decided, not decided, undecided, haven't decided,
        made up their minds, makes up, made up his mind, made up her mind, to be agreed, to be named, to be scoped, to be mapped, will be mapped, will be
        defined, will be decided, will be clarified, will be named, will be shared, will be provided, will be confirmed, will follow, details follow, follows
        later, to follow, follow up, coming soon, to come, in due course, further down, during onboarding, in onboarding, when we get there, when the time
        comes, once we know, as soon as … are, as soon as … is, as soon as we, as soon as they, once they know, when they know, get back to, gets back to, will
        get back, come back to, will come back, check back, ask them, ask again, ask … again, must ask, should ask, still asking, to ask, will ask, will check,
        to check, must check, look into, looking into, looks into, on it, in progress, in discussion, under discussion, being discussed, being decided, load
        test in, makes a list, make a list, prepares a list, sends a list, will send, will share, will provide, will name, will define, lets us know, let us
        know, not before we, not before they, depends on, depending on, it depends, up to them, their call, tba by, whichever comes, when … is back, next call,
        next meeting, next workshop, workshop will, postponed, parked, on hold, not urgent, no rush, nice to have, next time, later today, another time, some
        other time, good to know later, kicking the can, we'll talk, will talk, we talk, he'll send, she'll send, i'll send, at some point, nearer the time,
        closer to the time, they pick, to advise, depends how, too early, as we go, along the way, will be sorted, see about, still moving, date is still, will
        be looked into, squabble, sort that among, circle back, when … has time, when … have time, once … has time, once … is over, when … is over, when … is
        finished, once … is finished, in the coming weeks, over the coming weeks, one of these days, sooner or later, when the dust settles, being worked on,
        being drafted, being prepared, in the works, will be in touch, to be arranged, to be worked out, work it out, still thinking, hasn't decided, hasn't
        picked, promised a, should turn up, first see, see first, play it by ear, sort it among themselves, hangs on, hinges on, rides on, once the ink is dry""",
    "milestone": """after signature, after signing, once signed, after the contract, once the contract, after kickoff, at kickoff, in the kickoff, during
        kickoff, after signed, from signature, from order, after order, after the order, after contract""",
    "once": "once, when, as soon as, whenever, until they have, after they",
    "stage": """later, later on, at a later stage, in a later phase, down the road, down the line, next phase, second phase, in phase 2, in phase two, after
        go-live, after launch, next sprint""",
    "delay": "discuss, discussed, clarify, clarified, decide, decided, decides, checking, ongoing, depends, open",
    "elsewhere": """see notes, see note, see email, see e-mail, see mail, see above, see below, see attachment, see attached, see crm, see call, see doc, see
        document, see link, see the, see my, see our, in my notes, in the notes, recording, refer to, ask sales, ask the rep, ask me, ask marketing, ping me,
        call me, see chat, cf, whiteboard, flipchart, slides, slide deck, powerpoint, the picture, photo of, sketch, in the wiki, annex, appendix, look there,
        look it up, has it in writing, in his notes, in her notes, in her head, in his head, minutes of, the pdf, the tender documents, spec document, request
        it, see org chart, has the list, it's in the email, in the email from, in the tender, in the rfp, in the requirements doc, it's all in, is all in,
        somewhere in, have a look, take a look, in their confluence""",
    "pointing": "ask, ping, check with, talk to, speak to, contact, call, mail, email",
    "mentioned": """as discussed, as mentioned, mentioned on, mentioned in, mentioned earlier, as agreed, per call, per our call, in the crm, in the email, in
        the mail, in the deck, in the proposal, on the call, attached, in slack, on slack, in the chat, in confluence, on the whiteboard""",
    "unknown": """unknown, not known, don't know, do not know, doesn't know, does not know, didn't know, did not know, no idea, no clue, dunno, idk, not sure,
        unsure, unclear, not clear, who knows, nobody knows, no one knows, hard to say, hard to tell, difficult to say, can't say, cannot say, couldn't say,
        couldn't tell, could not say, no info, no information, not specified, not stated, not mentioned, not discussed, never discussed, not asked, didn't ask,
        did not ask, haven't asked, forgot, can't remember, don't remember, no answer, no reply, waiting for, waiting on, awaiting, still open, open point, open
        question, pending, tbd, tbc, tba, t.b.d, t.b.c, to be determined, to be defined, to be confirmed, not yet, not defined, not named, not chosen, not
        fixed, not confirmed, missing, wouldn't say, anybody's guess, anyone's guess, remains open, is open, could say, who would log in, the other way round,
        what their, hard to size, hard to estimate, hard to predict, hard to judge, options on the table, two options, can't tell, who can tell, whatever,
        nobody could, no one could, haven't talked, have not talked, haven't discussed, didn't come up, never came up, hasn't come up, not come up, haven't
        said, have not said, said a word, didn't say, did not say, won't say, haven't got, have not got, not settled, isn't settled, isnt settled, not agreed,
        still asking, still arguing, still debating, being debated, nobody remembers, remains to, no date yet, no name yet, no decision, to be seen, up in the
        air, left open, ran out of time, changed the subject, weren't counted, werent counted, not counted, nobody counted, never counted, cant say, isn't
        fixed, isnt fixed, aren't fixed, yet to be, to follow, what happens after that, undecided, quiet about, not given, haven't fixed, dates they haven't,
        not measured, never measured, head of it will tell, get a figure, no figure, no figures, no number, nobody named, no one named, no owner, didn't get,
        did not get, haven't heard, hasn't told, didn't tell, doesn't tell, nobody told, no name given, wouldn't commit, would not commit, didn't catch, no
        dates agreed, they'd know, they should know, they must know, nobody said which, which ones, nobody could say, no one could say, here who knows""",
    "question": "who, which, what, when, how many, how much, where, why",
    "feeling": """should be easy, should be okay, should be straightforward, should be enough, should work, should be quick, probably fine, be fine, be ok, all
        good, no problem, no problems, no issue, no issues, no worries, no big deal, not a big deal, not a problem, not an issue, not a big thing, big topic, no
        topic, nothing to worry, sounds small, sounds easy, sounds big, sounds good, feels, gut feeling, seems, looks good, looks fine, looks small, piece of
        cake, no brainer, rubber stamp, formality, excited, happy, confident, optimistic, trust, trusts, don't care, doesn't care, do not care, hopefully,
        fingers crossed, worried, pushing, pressure, can handle, copes, cope, flexible, knows the drill, we got this, should cover it, covers it, no sweat, will
        do, somehow, can take it, was enough, complicated, tricky, political, touchy, messy, delicate, interesting, fun, will manage, they'll manage, smart,
        opportunity, great, super, vibes, love this, lovely, nice people, win this, exciting, potential, good feeling, all in, make this happen, let's go,
        important customer, strategic, dream customer, painless, nicely, properly, dodgy, cheap, friendly, difficult, careful, paranoid, delighted, keen, loves,
        huge, growth, logo, sensible, bog standard, scary, bingo, proud, dear, regards, cheers, weekend, buzzing, momentum, of the essence, robust, seriously,
        essential, quick wins, decent, right people, handle mate, watertight, handy people, get cracking, soonish, a pain, hot topic, went smoothly, hated,
        adores, shouldn't be a problem, proper traceability, thorough, brace yourselves, chemistry, gang, anecdote, baby, generously, look proper, hectic,
        throws at it, hugely important, urgency, lose sleep, smash it, pretty mad, lose any sleep, breeze, walk in the park, no drama, no biggie, love us,
        nightmare, picky, fussy, hot on, nervous about, obsessed, hate passwords, sticklers""",
    "hedge": """maybe, perhaps, probably, possibly, presumably, apparently, supposedly, i think, i believe, i suppose, i'd say, id say, i would say, guess,
        guessing, assume, assuming, might, may, could, would be nice, tbh, i hope, likely, unlikely, if at all, more or less, sort of, kind of, as far as i
        know, afaik, i heard, i have heard, not that i know, if i remember, iirc, ideally, i reckon""",
    "nobody": """everybody, everyone, nobody, no one, noone, no-one, team, people, side, it, management, leadership, boss, bosses, upstairs, higher ups, board,
        steerco, committee, panel, council, stakeholders, decision makers, decision maker, executives, founders, directors, partners, owners, customer, client,
        company, business, right person, responsible, in charge, main contact, champion, buyer, colleague, colleagues, guy, lady, gentleman, assistant, hq,
        headquarters, guys, family, steering group, assembly""",
    "someone": """someone, somebody, some one, some guy, some guys, anyone, anybody, whoever, whomever, who ever, one of them, one of the, one of their, either
        of them, several people, all of them, all three, all 3, a committee, committee of, a panel, the right person, right people, certain people, the usual
        person, different people, whom they, those who, those they, who they want, the ones, the one who, those from, consensus, unanimous, jointly, vote,
        voting, together, by majority, no say, doesn't decide, does not decide, decides nothing, no power, champion, can't decide""",
    "or": "or, versus, vs, and or, respectively, else, or else, could just as well, just as likely",
    "either": "either, undecided between, torn between, tossing a coin",
    "neg": "no, not, none, nothing, never, neither, nor, without, nope, don't, doesn't, isn't, aren't, nil, zero, zilch",
    "none": """none, none needed, none required, none requested, none asked, none at all, nothing needed, nothing required, nothing requested, nothing else, not
        required, not needed, not necessary, not requested, not asked for, not applicable, no need, no needs, no requirement, no requirements, no rule, no
        rules, no restriction, no restrictions, no limit, no limits, no integration, no integrations, no system, no systems, no interface, no interfaces, no
        sso, no audit, no logs, no logging, no review, no deadline, no hard deadline, no fixed date, no fixed deadline, no hard date, no external deadline, no
        set-up, no setup, no migration, no import, no onboarding, no work, nothing to connect, nothing to migrate, nothing to import, nothing to set up, wants
        nothing, want nothing, wants none, no people, no humans, machines only, machine only, machine-to-machine, no human users, not wanted, don't need,
        doesn't need, do not need, does not need, don't want, doesn't want, nothing logged, needs nothing, need nothing, anywhere, no preference, no allowlist,
        no retention, no vendor review, no security requirements, waived, not planned, no date, nobody asked, nobody has asked, no one asked, no one has asked,
        never asked for, nobody wants, not asked for it, do not ask for, nothing, there is none, there's none, there are none, nothing fixed, nothing set, there
        isn't one, isn't one from, there is not one, isn't any""",
    "nothing_much": "nothing special, nothing fancy, nothing unusual, nothing exotic, nothing in particular, nothing particular",
    "nay": "no, nope, nah, none",
    "yes": """yes, yep, yeah, required, is required, must, must have, mandatory, compulsory, needed, is needed, need, needs, expected, wanted, a must,
        definitely, has to, have to, has to work, yes we need, need to work, needs to work, need to, needs to, must be live, should work, can't fail, must not
        fail""",
    "said": """confirmed, confirmed by, confirms, said, says, stated, stated by, told, told us, tells, according to, per, asked, mailed, e-mailed, emailed,
        wrote, written, in writing, agreed, approved, approved by, signed, signed off, by mail, by email, by phone, on the phone, said so, states, checked with,
        verified, verified by, repeated, promised, in the call, on the call, in the meeting, mentioned""",
    "reply": """tells us, tells, will tell us, will tell, names, will name, confirms, will confirm, decides, will decide, answers, will answer, gets back, will
        get back, gets back to us, comes back, delivers, will deliver, sends, will send, provides, checks, will check, finds out, will find out, asks, will ask,
        reports, reports back, measures, will measure, counts, will count, clarifies, will clarify, lets us know, will let us know, replies, will reply, picks,
        chooses, settles, settles it, owns, follows up, will follow up, to be named, to be confirmed, to confirm, to answer, promised, will send it, will be
        named, named, answer due, shares, will share, will provide, looks it up, brings, to tell us, to decide, to name, to send, to deliver, to check, to find
        out, answer from, gives us, sends it""",
    "due": "by, until, till, before, no later than, latest, at the latest, due, due on, not later than, by end of",
    "by": "by, with, from, via, contact, asks, ask",
    "people": """user, users, people, persons, person, staff, staffers, employee, employees, worker, workers, head, heads, headcount, colleague, colleagues,
        member, members, agent, agents, seat, seats, account, accounts, licence, licences, license, licenses, active, actives, named users, internal users,
        nurses, drivers, managers, reps, students, teachers, doctors, operators, technicians, engineers, accountants, clerks, associates, buyers, planners,
        pickers, cashiers, guests, visitors, dispatchers, controllers, analysts, admins, editors, readers, humans, folks, mechanics, advisors, consultants, fte,
        ftes, contractors, volunteers, daily, weekly, supervisors, salespeople, techs, tech""",
    "action": """request, requests, call, calls, api call, api calls, report, reports, report runs, runs, upload, uploads, download, downloads, login, logins,
        log-ins, sign-in, sign-ins, transaction, transactions, order, orders, checkout, checkouts, booking, bookings, invoice, invoices, message, messages,
        mails, document, documents, file, files, search, searches, query, queries, scan, scans, event, events, import, imports, export, exports, sync, syncs,
        job, jobs, payment, payments, visit, visits, page views, views, clicks, sessions, records, rows, tickets, entries, alerts, updates, posts, prints,
        labels, readings, syncing, uploading, running, logging in, log in, logs in, sign in, badges in, badge in, posting, submit, submissions, actions, hits,
        parcels, calculations, quotes, deliveries, shipments, payslips, photos""",
    "rate": """per hour, an hour, a hour, each hour, every hour, hourly, per minute, a minute, per second, a second, per sec, rps, rpm, tps, per day, a day,
        each day, daily, per week, a week, per night, every minute, per user, each night, every night, per shift, per month, a month, nightly, overnight""",
    "object": """row, rows, record, records, contact, contacts, account, accounts, item, items, article, articles, sku, skus, file, files, document, documents,
        pdf, pdfs, template, templates, role, roles, custom roles, profile, profiles, chain, chains, approval chain, approval steps, step, steps, workflow,
        workflows, field, fields, custom fields, table, tables, list, dataset, datasets, supplier, suppliers, product, products, invoice, invoices, ticket,
        tickets, gb, tb, mb, workshop, workshops, training, trainings, session, sessions, environment, environments, report, reports, dashboard, dashboards,
        form, forms, script, scripts, user accounts, employees, branches, entities, tenants, spreadsheets, excel files, csv files, transactions, orders,
        positions, objects, mailboxes, pages, sheets, test cases, duplicates, permissions, groups, labels, cards, parts, assets, machines, patients, students""",
    "time_unit": """minute, minutes, min, mins, hour, hours, hrs, hr, day, days, working days, business days, week, weeks, month, months, year, years, yr, yrs,
        night, nights, quarter, quarters, decade, decades""",
    "no_lead": "minute, minutes, min, mins, second, seconds, secs, sec, year, years",
    "data_unit": "megabytes, gigabytes, terabytes, megabyte, gigabyte, terabyte",
    "uncounted": """deal, deals, customer, customers, client, clients, project, projects, phase, phases, sprint, sprints, wave, waves, workshop, workshops,
        call, calls, meeting, meetings, site, sites, location, locations, office, offices, building, buildings, department, departments, team, teams, company,
        companies, hospital, hospitals, bank, banks, subsidiary, subsidiaries, country, countries, question, questions, point, points, open points, issue,
        issues, item, items, topic, topics, version, versions, week, weeks, day, days, month, months, year, years, hour, hours, minute, minutes, peak, peaks,
        time, times, level, levels, option, options, date, dates, scenario, scenarios, visits, competitor, competitors, attempt, attempts, systems, tools,
        interfaces, integrations, sources, databases, apis, modules, floors, entities, quotes, offers, proposals, pages, slides, x, fold, percent, idea, ideas,
        round, rounds, quarter, quarters, reference, references, case, cases, others, demo, demos, pilot, pilots, plants, factories, stores, branches, shops,
        stage, stages, emails, ms, milliseconds, star, core, cores, bit, bits, screens, rooms, digits, digit, figures, euros, km, cents, threads, vendors,
        suppliers, certificates, levels up, tiers, region, regions, area, areas, zones, markets, brands, languages, applications, applis, apps, beds, lorries,
        cameras""",
    "numbered": """phase, sprint, version, v, building, ward, step, level, page, slide, iso, nist, section, ticket, room, floor, tier, stage, wave, gate,
        module, chapter, article, windows, server, plant, site, branch, unit""",
    "swing": "varies, vary, fluctuates, sometimes, anything from, anywhere from, somebody else, someone else, others say, another says, could be, might be",
    "within": "in, within, inside, after, over the next",
    "at": "at, around, from, to, until, till",
    "quarter_no": "q, quarter",
    "week_no": "week, wk, cw, calendar week, weeks",
    "money": "eur, euro, euros, usd, dollar, dollars, gbp, pounds, chf, bucks, cents",
    "about_else": """price, prices, value, worth, fee, cost, costs, room, rooms, latency, response time, discount, budget, margin, revenue, turnover, uptime,
        availability, rating, score, bundle, bundles, bundles of, phone, extension, invoice no, quote, offer, founded, since, years old, age, square, metres,
        km, miles, flight, train, version, ram, cores, cpu, capacity, ticket no, order no, contract value, commission, quota, nps, temperature, distance, floor,
        room no, factor, times""",
    "company": """company, firm, corporation, group, enterprise, organisation, organization, headcount of the group, business, employer, on payroll, payroll of,
        employs, employees across, staff across, people strong, workforce of, workforce, headcount of, has employees""",
    "aside": """runs for, term of, tender, tendered, bid, bidding, awarded, licence fee, annual revenue, turnover, turned over, market leader, listed company,
        beds, sq ft, day rate, price list, pricing, cheaper, discounted, discount is, budget line, commission, his number, her number, my quarter, my own
        quarter, our quarter, our q4, our year end, my bonus, quota, purchase order, po number, framework agreement, notice period, cancellation, renewal,
        renewed, auto-renews, quote valid, our offer, customer since, vendor list, competitor, competitors, competition, competing, other vendor, rival, rivals,
        lawsuit, fined, acquired, merger, newspaper, in the press, years ago, back in, met at, met him, met her, nightmare, nightmares, stressed, impatient,
        ballistic, fighting over, threatens, quit, resigned, fell out, off sick, on leave, holidays, trouble, affair, escalation, escalations, rings me, calls
        me, reputation, notorious, famous, proud, proudly, brochure, pages long, org chart, coffee, cake, travel, expenses, server room, fibre, bandwidth, mbit,
        backbone, uptime, firewalls, gate 3, side gate, ring the bell, badge from, hi-vis, wifi code, car park, contract runs, yr contract, year contract, my
        own manager, internally by us, we logged, heaps of, slipped, copies last year, our platform, on our side, benchmark, sla, penalty, donuts, gone quiet,
        slow as, auditors come, accountants come, annual accounts, year-end audit""",
    "seat": """head office, headquartered, headquarters, hq, subsidiaries, subsidiary, offices in, offices, branches, branch, sites, plants in, factories in,
        sales offices, ships to, shipping to, exports to""",
    "between": "between, anywhere between, somewhere between",
    "contract": """contract, contracts, term, payment, invoice, quote, pitch, opening hours, open from, open until, contract signature, kick-off call, if they
        sign, they sign by, sign by, signature, closing, renewal, warranty, notice period, guarantee""",
    "ask_them": "ask, check with, talk to, speak to, go ask, best ask, see the, see my, see our",
    "connect": """connected, connect, hooked up, hook up, linked to, link to, talk to, plugged into, integrated with, integrate with, needs to talk to, sync
        with, interface to""",
    "premises": """badge at, badge gates, parking, car park, visitor badge, visitor badges, visitor pass, passport, reception desk, gate b, cameras, guards,
        door code, intercom""",
    "occasion": """call on, call of, our call, kickoff, kick-off, demo, quote, offer, proposal, mail of, mail from, email of, email from, last talked, we spoke,
        spoke, invoice, contract of, quote of, valid, newsletter, renewal quote, bought, founded, po, purchase order, days net, offer binding""",
    "month_1": """month 1, month one, m1, first month, at the start, to start, start, starts, starting, today, now, currently, initially, at launch, right now,
        at first, go-live, day one, beginning, in the beginning""",
    "month_12": """month 12, month twelve, m12, month-12, in a year, a year in, within a year, after a year, after one year, by year end, end of year, year end,
        in 12 months, within 12 months, after 12 months, twelve months, 12 months, one year, year one, a year later, next year, by next, end of 2027, within
        twelve months, by december, growing to, grow to, grows to, rising to""",
    "growth": "grow, grows, growing, growth, rising, rise, rises, ramp, ramps, then, double, doubling, triple, quadruple, by the end",
    "factor": "double, twice, triple, three times, quadruple, half, tenfold, fivefold",
    "range": "between, from, anywhere from, anywhere between, somewhere between, range",
    "to": "to, and, up to, or, through",
    "clock": "am, a.m, a m, pm, p.m, p m, o'clock, noon, midday, midnight, lunch, lunchtime, lunch break, shift change, opening, closing time, before close",
    "past": """was, were, had, ago, back then, sat, took, met, came, went, paid, bought, hired, picked, has been, have been, used to, got, since, last year,
        years ago, sailed by, missed it, slipped, was planned, were planned, took nine, closed on, passed in, was due""",
    "period": """morning, mornings, afternoon, afternoons, evening, evenings, night, nights, nightly, daily, weekly, monthly, weekday, weekdays, weekend,
        weekends, every day, each morning, every morning, month end, month-end, end of month, end of the month, quarter end, year end, year-end, payday, black
        friday, christmas, easter, first of the month, start of month, season, during the sale, around the clock, all day, overnight, hourly, real time,
        realtime, every night, every week, tax season, first day of""",
    "window": """christmas, xmas, easter, new year, new year's eve, year end, year-end, end of year, end of the year, quarter end, next month, next week, next
        quarter, this quarter, this month, fiscal year, financial year, tomorrow, thanksgiving, whitsun, pentecost, bank holiday, labor day, memorial day, half
        term, term start, school year, semester, ramadan, diwali, tax day, harvest, new years eve, black friday, cyber monday, trade fair""",
    "edge": "mid, early, late, end of, beginning of, start of, first half, second half, first week, second week, third week, last week",
    "title": "mr, mrs, ms, miss, dr, prof, sir, madam",
    "role": """manager, it manager, plant manager, lead, leader, head, head of, director, managing director, officer, chief, cio, cto, ciso, ceo, cfo, coo, cso,
        cdo, dpo, vp, vice president, president, owner, product owner, process owner, founder, controller, administrator, admin, sysadmin, architect, engineer,
        coordinator, supervisor, foreman, principal, partner, treasurer, secretary, chair, chairman, chairwoman, chairperson, counsel, legal counsel,
        accountant, auditor, analyst, buyer, planner, project manager, data protection officer, compliance officer, security officer, works council chair, dean,
        headmaster, rector, registrar, bursar, matron, sergeant, captain, mayor, superintendent, deputy, team lead, specialist, programme manager, office
        manager, executive, gm, pm, hrbp, site lead, general manager, it lead, harbourmaster, clerk, mgr""",
    "approve": """approve, approves, approved, approval, approver, sign, signs, signs off, signing, sign off, decide, decides, has the final, final word, final
        say, last word, final call, has the say, has the last, authorise, authorises, authorizes, authorize, grants, grant, releases, ok, okays, green light,
        gives the go, responsible, owns, in charge, nominated, named, appointed, assigned, delegated, holds, hands out, assigns, rights, permissions, roles,
        budget holder, signing off, approving""",
    "sole": """alone, only, solely, just, exclusively, herself, himself, personally, deputy, backup, acting, interim, nowhere else, nobody else, nothing else,
        no one else""",
    "department": """finance, accounting, accounts payable, controlling, hr, human resources, payroll, warehouse, logistics, purchasing, procurement, legal,
        marketing, support, customer service, service desk, help desk, helpdesk, production, quality, maintenance, dispatch, planning, sales team, sales reps,
        field sales, inside sales, back office, front office, reception, call centre, call center, compliance, internal audit, audit, security team, r&d,
        research, development, shop floor, shift, shifts, claims, treasury, billing, facility, nursing, lab, laboratory, branch, branches, plant, factory,
        store, stores, depot, ward, school, team leads, shift leads, branch managers, store managers, night shift, early shift, ops, operations, it support,
        admins, trainees, crew, works council""",
    "kind": """hr system, hris, payroll, payroll system, identity provider, idp, payment system, payment provider, accounting system, accounting software,
        finance system, dwh, warehouse system, dms, ticketing system, web shop, webshop, online shop, shop system, mail server, phone system, telephony, time
        tracking, booking system, pos system, till system, internal database, file server, email system, billing system, bi tool, lms, hospital information
        system, his, door system, badge system, tax office portal, telematics, fleet system""",
    "source": """csv export, excel lists, excel files, spreadsheet, spreadsheets, webhooks, web form, forms, sensors, scanner, scanners, till, tills, cash
        registers, machines, plc, scale, email inbox, inbox, mailbox, paper, paper forms, shop orders, orders, invoices, website, mobile app, bank statements,
        feed, exports, handheld, meters, meter readings, questionnaires, dashboard, internal dashboard, reporting tool, queue, letters, emails, phone calls,
        photos, pdfs, documents, scans of, messages, contracts, readings, tickets, calendars, chat""",
    "store": """stored, store, stores, saved, saved in, kept in, kept, keep, hosted, hosted in, land in, lands in, landing in, sits in, sits, lives in, live in,
        stays in, stays, database, db, eu database, our cloud, bucket, data lake, repository, on premise, on-premise, on prem, keep nothing, archive, archived,
        nothing leaves""",
    "from": """from, comes from, come from, coming from, originates, starts in, start in, starts at, source, sources, collected, entered, captured, exported
        from, pulled from, read from, out of, pushes, sends, through, comes off, come off, begins as, starts as""",
    "into": """to, into, goes to, go to, then to, sent to, sends to, flows to, ends up, push to, pushed to, pushes to, receives, receive, picks up, pick up,
        picked up, feeds, read by, consumed by, target, targets, destination, gets a copy, to the, nothing leaves, report to""",
    "control": """identity provider, logins, log-ins, sign-ins, role change, role changes, permission changes, file access, data exports, exports, deletions,
        deletes, deleted, admin actions, failed logins, configuration changes, config changes, every action, every click, who changed what, who approved, price
        changes, changes to, read access, four-eyes, four eyes, two-person, versioning, version history, timestamp, signature, e-signature, vendor risk,
        supplier assessment, security questionnaire, questionnaire, question sheet, pen test, penetration test, soc2, tisax, cyber essentials, caiq, sig lite,
        c5, fedramp, role based, role-based, least privilege, read only, read-only, need to know, reader, editor, approver, viewer, separation of duties,
        segregation of duties, row level, by department, per department, per branch, per site, ip range, ip ranges, static ip, static ips, fixed ip, fixed ips,
        ip addresses, cidr, factory networks, office network, office networks, networks, company network, corporate network, network, private link, data
        processing agreement, gdpr, dpia, pii, personal data, health data, patient data, anonymised, anonymized, pseudonymised, pseudonymized, encrypted,
        encryption, encryption at rest, own keys, masking, masked, legal review, subprocessors, sub-processors, sentinel, error logs, api logs, access logs,
        access log, log forwarding, backup, backups, on premise, on-prem, real data, production data, live data, test data, laptops, removable media, no copies,
        cookies, consent, pseudonymi*, anonymi*, encrypt*, redact*, blur*, shred*, purge, must not, mustn't, may not, may only, can only, only see, only sees,
        see only, not allowed, never store, never stored, no copies of, must never, forbidden, prohibited, visible to, not be visible, nobody else sees, may
        see, can see, can edit, can approve, edits, reads, only his own, only their own, only her own, okayed, ok'd it, errors, error, failures, failed calls,
        failed imports, sync errors, failed api calls, csv downloads, downloads, see their own, sees everything""",
    "auth": """two-factor, two factor, second factor, totp, smart card, certificate login, password, passwords, plain passwords, password login, strong
        passwords, sms code, hardware token, company account, company identity provider, single password, openid, badge login, user certificates, directory""",
    "each": "every, each, any, all",
    "topic": """sso, single sign on, single sign-on, audit log, audit logs, audit trail, audit logging, audit history, retention, data retention, data location,
        data residency, region limits, regional data controls, vendor review, vendor assessment, access controls, access control, approval history, ip
        allowlist, ip allowlists, allowlist, allow-list, whitelist, data handling, security approval, logging, log, logs, security review""",
    "event": """contract end, contract ends, end of contract, end of the contract, termination, offboarding, account closure, on request, leaves the company,
        forever, indefinitely, never delete, never deleted, project end, employee leaves, leaver, leavers, departure, discharge, graduation, exit, leaves, case
        closed, closure""",
    "idp": "identity provider, company login, google login, microsoft login, duo, cyberark, github, facebook",
    "region": """europe, european union, eea, uk, us, finland, uae, onsite, on site, own data centre, own data center, own datacenter, their data centre, their
        data center, on-prem, in-house, own servers, eu only, eu-only, eu region""",
    "work": """import, imports, data import, migrate, migration, migrating, migration script, migration scripts, script, mapping, field mapping, clean-up,
        cleanup, clean up, cleaning, deduplication, dedupe, duplicates, custom roles, roles, role set-up, permissions, permission sets, approval chain, approval
        chains, approval flow, approval workflow, approval steps, workflows, environment set-up, test environment, sandbox, staging, testing, user testing, uat,
        acceptance test, acceptance tests, training, train, trainings, rollout support, hypercare, on-site support, data conversion, templates, letter
        templates, pdf template, branding, logo, configuration of, custom fields, custom report, dashboards, one-off integration, interface, connector, sso
        set-up, sso setup, translation, user accounts, creating accounts, load test, archive, scanning, digitise, sync, webhook, custom domain, dns, data
        extraction, chart of accounts, price lists, training days, train the, translate, translating, localise, localize, localisation, set up, wiring, seed,
        seeding, build, rebuild, template, form, forms, export of, switch over, cutover, parallel run, data entry, re-key, digitising, walkthrough, label
        layout, report layout, bring over, move over, transfer, convert, converting, carry over, take over, type in, enter, load, upload of, copy over,
        recreate, install, rename, merge, reconcile, tag, wiring up, loading""",
    "hands": """by us, we do, done by us, us, we build, we import, by the customer, customer does, they do, by them, customer builds, customer does it,
        customer, by a partner, partner, by our team, our team, himself, themselves, herself, in-house, our side, their side, we handle, consultant, by the
        vendor""",
    "day_one": """day one, day 1, from day one, first day, go-live, at launch, on launch, immediately, can't start without, cannot start without, can't bill
        without, must-have, from the start, at start, phase 1, phase one, first phase, later, can wait, phase 2, phase two, second phase, next year, in month,
        afterwards, by week, from week, first minute, from the first minute, from the first day, from the off, at opening, on opening, first morning, from the
        go, live from the go""",
    "flow": "sync, daily sync, nightly, hourly, feed, one way, one-way, both ways, two-way, bidirectional, real time, realtime",
}

# Whole answers that never count, in any text field: few, because they are compiled into the CRM as well.
PLACEHOLDERS = """fill in later | will fill later | dd/mm/yyyy | mm/dd/yyyy | (blank) | (empty) | nothing yet | still blank | to do | blank | empty | see notes
    | see note | see email | see mail | see above | pending | unknown | not sure | dunno | idk | placeholder | none yet | to be defined | to be confirmed | to
    be determined | fill in l8r | will fill in | later pls | to fill"""
WHOLE = {
    "adjective": """mid-size team | simple setup | light custom work | small custom work | simple onboarding | standard setup | normal security needs | normal
        security | standard security | basic security | security is normal | may grow fast | basic login | basic email login | light usage | normal usage |
        quick launch | only a few teams | a few teams | a lot of users | lots of users | many users | several users | a few users | a lot | not many | the usual
        | the usual tools | standard integrations | asap | as soon as possible | soon | everything | the basics | stuff | somewhere | some rows | some users |
        small team | big team | normal load | moderate | onboarding | standard""",
    "put_off": """handle security during onboarding | during onboarding | sort access later | sort it later | we will sort | figure it out later | to be
        clarified | needs to be clarified | decide later | later on | after launch | when we get there""",
    "another_deal": "same as the last customer | same as last | same as last time | like the last customer | as usual | same as before",
    "feeling": "should be easy | sounds small | the deal sounds small | should be fine | probably fine | no big deal",
    "nobody_named": """the team | their team | their it people | it people | someone | somebody | whoever | whoever they choose | none | no one | nobody |
        management | the management | the management team | management team | the boss | their boss | the board | the customer | they | everyone | everybody |
        all""",
}

MESSAGES = """missing: Nothing is written here. | placeholder: This only fills the box. | adjective: An adjective, not an amount: engineering cannot size it. |
    put_off: This puts the question off. Who answers it, and by which date? | another_deal: This points at another deal. What is true of this customer? |
    elsewhere: This points elsewhere. Write the fact itself here. | feeling: This is a feeling, not a fact the customer stated. | off_topic: This is about
    something else than what is asked. | hedge: This is a guess without a fact behind it. | alternative: Two answers stand side by side. Which one is it? |
    wide_range: The range is too wide to plan with (more than three times). | open_question: The question is still open, and nobody is named who answers it by a
    date. | nobody_named: This names nobody. One person or one exact role is needed. | no_number: There is no number in it. | no_name: There is no name and no
    exact role in it. | no_system: No system is named. | no_time: No date or time is named. | no_region: No country or region is named. | no_work: No piece of
    work is named. | no_group: It does not say which people. | no_fact: There is no fact in it that engineering can use. | unknown_by: Not known yet, with a
    person and a date. | none_stated: None, and somebody said so. | who_said: Who said that none is needed, and when? | appealed: Specific enough, says who
    wrote it; the reviewer decides. | unsure: This may be specific enough; the reviewer will look. | ops_words: This phrase is on your company's own list. |
    month_1: Still open: how many active users in month 1? | month_12: Still open: how many active users in month 12? | rate: Still open: how many actions in
    the busiest hour? | when: Still open: when is the busiest hour? | source: Still open: where does the data start? | stored: Still open: where is the data
    stored? | destination: Still open: which tools receive the data? | needed: Still open: day one or later? | controller: Still open: who controls it? |
    amount: Still open: how much of it? | hands: Still open: who does it? | approver: Still open: who approves roles? | day_one: Still open: who needs access on
    day one? | window: Still open: from when to when? | works: Still open: what has to work on day one? | reason: Still open: why that date? | detail: Still
    open: the details of it. | one_person: Still open: which one of them?"""

REWRITES = """active_users: … active users in month 1, … in month 12. Said by … on … | active_users.month_1: … active users in month 1 | active_users.month_12:
    Sales estimate: … users within 12 months. Owner: … Confirm by … with … | peak_load: … (action) an hour, on … at … o'clock | data_flow: Data comes from …, is
    stored in …, and goes to … | security: Required: … (with …, contact …). Not required: …, says … on … | security.sso: SSO with … (identity provider), IT
    contact …, blocks launch: … | security.audit_logs: Logged: … and …; reviewed by … | security.data_location: Data must stay in … (country or region), says …
    | security.retention: … kept for … (years or days), then deleted | security.vendor_review: Review with … (questionnaire, certificate), takes … days, run by
    … | security.access_controls: Roles: … may …, … may … | security.approval_history: Recorded: who approved …, when; kept for … | security.ip_allowlist: Only
    from … (addresses or networks) | security.data_handling: Rule: … for … data; legal review by …, … days | security.security_approval: … (person) approves,
    takes … days | security.other_logging: Logs of … go to … (system) | integrations: … (system) – day one or later: … – controlled by … | setup_work: … (work):
    … (amount), done by … | access: On day one: … (which people, how many); … approves roles | access.day_one: … (how many) … (which people, where) |
    access.approver: … (one name or exact role) approves roles | launch_window: … to … (dates); on day one … must work | hard_deadline: … (date), because …; or:
    none, says … on … | scope_approver: … (one name), … (role) | context: Worth knowing: …"""
