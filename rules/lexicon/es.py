"""Spanish: the words by which an answer is judged. How entries are written stands in `rules/lexicon/__init__.py`."""

from __future__ import annotations

NUMBERS = {
    "docena": 12, "decena": 10, "veintena": 20, "treintena": 30, "centenar": 100, "millar": 1000,
    "buena docena": 12, "media docena": 6, "medio centenar": 50, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciséis": 16,
    "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veintiún": 21, "veintidós": 22, "veintitrés": 23,
    "veinticuatro": 24, "veinticinco": 25, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80,
    "noventa": 90, "cien": 100, "ciento": 100, "doscientos": 200, "doscientas": 200, "trescientos": 300, "trescientas": 300,
    "cuatrocientos": 400, "cuatrocientas": 400, "quinientos": 500, "quinientas": 500, "seiscientos": 600, "seiscientas": 600,
    "setecientos": 700, "ochocientos": 800, "ochocientas": 800, "novecientos": 900, "mil": 1000, "un millar": 1000, "una docena": 12,
    "una decena": 10, "una veintena": 20, "una treintena": 30, "un centenar": 100, "una quincena": 15, "una cincuentena": 50, "ambos": 2,
    "ambas": 2,
}  # fmt: skip
SCALES = {"mil": 1000, "k": 1000, "millón": 1e6, "millones": 1e6, "docenas": 12, "centenares": 100, "millares": 1000}  # fmt: skip
MONTHS = {
    "enero": 1, "ene": 1, "febrero": 2, "feb": 2, "marzo": 3, "mar": 3, "abril": 4, "abr": 4, "mayo": 5, "junio": 6, "jun": 6, "julio": 7,
    "jul": 7, "agosto": 8, "ago": 8, "septiembre": 9, "setiembre": 9, "sept": 9, "sep": 9, "octubre": 10, "oct": 10, "noviembre": 11,
    "nov": 11, "diciembre": 12, "dic": 12,
}  # fmt: skip
WEEKDAYS = {
    "lunes": 0, "martes": 1, "miércoles": 2, "jueves": 3, "viernes": 4, "sábado": 5, "sábados": 5, "domingo": 6, "domingos": 6,
}  # fmt: skip

PEOPLE_ENDINGS = "ores, oras, eros, eras, istas, antes, arios, arias, dores, doras, padres, alumnos, celadores"
ROLE_ENDINGS = ""
ONE_PERSON = "triz, or, ora, ero, era, ista, ario, aria, ante, anta"
FRAGMENTS = "cion, amos, emos, ado, ido, ll, ue, nta"
SPELLED: dict[int, str] = {}
APPEALS = "suficientemente concreto, lo bastante concreto, suficientemente preciso, lo bastante preciso"
NO_PEOPLE = """servidores, ordenadores, sensores, motores, contadores, errores, valores, sectores, factores, colores, ficheros, números, primeros, terceros,
    horarios, formularios, comentarios, diarios, escenarios, lectores, monitores, formatos, siguientes, restantes, instantes"""

WORDS = {
    # --- words that carry no fact by themselves --------------------------------------------------
    "filler": """los, lo, un, una, unos, unas, para, sobre, tras, durante, mediante, contra, e, pero, sino, aunque, porque, pues, que, qué, quien, quién, cual,
        cuál, cuales, cuando, cuándo, donde, dónde, como, cómo, cuanto, cuánto, cuántos, eran, será, serán, ser, sido, está, están, estará, estar, hay, había,
        habrá, haya, ha, han, he, hemos, haber, tiene, tienen, tenía, tener, tendrá, hace, hacen, hacer, hecho, hará, va, van, ir, vaya, pueden, poder, podrá,
        debe, deben, deber, quiere, quieren, querer, sabe, saben, saber, dicen, decir, dicho, ve, ven, ver, visto, dan, dar, pone, poner, viene, vienen, venir,
        queda, quedar, pasar, llevan, llevar, habla, piensa, pide, piden, usan, usar, necesita, necesitan, yo, me, mi, mis, tú, te, tu, él, ella, nos, nuestro,
        nuestra, ellas, se, su, sus, le, les, este, esta, estos, estas, ese, esa, esos, esas, eso, esto, aquel, más, menos, muy, tan, tanto, mal, ya, aún,
        todavía, también, siempre, antes, entonces, aquí, allí, así, todo, toda, todas, otra, mismo, misma, mismos, mismas, cada, algo, cualquier, contrato,
        producto, portal, sistema, software, programa, solución, plataforma, herramienta, datos, usuario, ventas, lista, tiempo, principio, inicio, final, fin,
        arranque, primer, primero, primera, primeros, primeras, último, última, próximo, próxima, segunda, nuevo, nueva, bueno, buena, buen, claro, seguro,
        importante, posible, vale, ok, gracias, hola, cosa, parte, caso, forma, manera, piloto, momento, sea, tal, menudo, idea, mayor, mejor, peor, conectar,
        integrar, regla, reglas, nombre, nombres, cifra, palabra, tamaño, imaginar, oír, oído, trae, muestra, ayuda, espera, compra, paga, hotel, sustituye,
        sustituimos, política, políticas, región, lugar, sitio, país, zona, web, el, la, es, son, o sea, y pico, pico, tirando""",
    "adjective": """normal*, estándar*, habitual*, típic*, corriente*, ordinari*, básic*, simple*, sencill*, fácil*, liger*, pequeñ*, gran, grande*, enorme*,
        median*, moderad*, razonable*, correct*, adecuad*, apropiad*, suficiente*, conveniente*, modern*, segur*, alto, alta, altos, bajo, baja, fuerte*,
        rápid*, rápidamente, exprés, corto, corta, breve*, buenas prácticas, mejores prácticas, estado del arte, nivel bancario, del mercado, del sector,
        sólid*, estrict*, flexible*, factible*, ajustad*, justo, mínim*, lo más pronto posible, próximamente, urgente*, prisa, ayer, algún día, algún momento,
        en alguna parte, algún sitio, tranquil*, crece, crecer, crecerá, crecimiento, sube, varía, variable*, según, temporada, rebajas, onboarding, si hace
        falta, si es necesario, lo necesario, lo que haga falta, lo que sea necesario, el tiempo necesario, el tiempo que haga falta, mientras haga falta, la
        ley, conforme*, cumplimiento, normativ*, legal*, lo legal, etc, etcétera, y demás, y eso, y así, y lo demás, y otras cosas, no mucho, no muchos,
        usuarios clave, usuarios piloto, grupo piloto, grupo de prueba, núcleo, por todas partes, de siempre, como mandan, configuración, acompañamiento, puesta
        en marcha, instalación, a ser posible, casi nada, apenas nada, nube, llave en mano, vip, todo les vale, sensible, sensibles, cuidado, ojo, sin
        sobresaltos, ligero, clásic*, paquete, bono, complet*, exhaustiv*, a fondo, largo, mucho tiempo, cubierto, granular*, picos, locura, brutal, bestial,
        seri*, considerable*, cargad*, poca cosa, unas cosillas, apañad*, cerca, por rachas, trazabilidad completa, integrado, visión única, todo atado, como un
        traje, con cabeza, sin barra libre, castaña, más cómodo""",
    "soon": """asap, cuanto antes, lo antes posible, pronto, en breve, enseguida, inmediatamente, de inmediato, antes del verano, después del verano, este
        verano, en primavera, primavera, verano, otoño, invierno, el año que viene, próximo año, este año, a principios de año, en otoño, en verano""",
    "quantity": """mucho, mucha, muchos, muchas, bastante, bastantes, montón, poco, poca, pocos, pocas, algo de, algún, alguna, algunos, algunas, varios,
        varias, diversos, diversas, numerosos, numerosas, puñado, cantidad de, decenas, docenas, centenares, cientos, miles, unos cuantos, unas cuantas, la
        mayoría, la mitad, una parte, toda la empresa, mogollón, par de, dos o tres, media, todo el, mezcla, cosillas, cosas, cuatro retoques, cuatro gatos,
        todo eso, de todas formas, todo lo que tengan, todo lo que tienen, todos los sistemas""",
    "another_deal": """como siempre, como el último, como la otra, como el otro, como los otros, como las otras, como los demás, como todos, como antes, como de
        costumbre, como grupo, más o menos como, igual que, lo mismo, mismo que, misma que, mismos que, mismas que, los mismos, las mismas, mismo … que, misma …
        que, mismos … que, mismas … que, mismas de, mismos de, similar*, parecid*, idéntic*, análog*, equivalente a, al estilo de, copia de, copiar de, copiar y
        pegar, ídem, idem, último cliente, otro cliente, otros clientes, otros proyectos, último proyecto, última vez, otra cuenta, el de siempre, la de
        siempre, calcado*, otra web, otra empresa, empresa hermana, como en el sistema antiguo, como en el antiguo, copiad de, cópialo de, es clavado, mirad lo
        de, copiad lo de, copia lo de""",
    "likening": "como en, como de, como con, igual, lo hicimos en, lo pasamos en, tipo black friday",
    "put_off": """veremos, se verá, a ver, habrá que ver, hay que ver, por ver, dirá, luego vemos, en su momento, a su debido tiempo, llegado el momento,
        aclarar, se aclarará, por decidir, sin decidir, no decidido, no está decidido, lo decidimos, por acordar, por definir, se definirá, se concreta,
        concretar, concretará, por hablar, lo hablamos, en conversaciones, se está hablando, por discutir, en estudio, se estudiará, en curso, durante el
        onboarding, durante la implantación, durante la puesta, durante el arranque, en el taller, próxima fase, próxima reunión, próxima llamada, avisan,
        avisará, nos contará, volverá a, enviarán, enviará, mandará, nos pasará, darán, preguntaré, hay que preguntar, tengo que preguntar, por preguntar,
        volver a preguntar, por comprobar, tengo que mirar, tengo que mirarlo, lo miro, por mirar, lo miran, dependerá, según el presupuesto, en función de, en
        cuanto … estén, en cuanto … esté, en cuanto, cuando … vuelva, cuando … estén, cuando sepan, cuando sepamos, lo piensan, lo están pensando, se encargan,
        se encarga de, lo llevan, en ello, trabajando en, sin formar, elegirán, elegirá, que elijan, por designar, será designado, por nombrar, hará una lista,
        hace una lista, no corre prisa, no es urgente, sin prisa, estaría bien, aplazado, pospuesto, en espera, prueba de carga de, no antes de haber, no se
        acordaba, dirán, la próxima vez, otra vez será, en otra ocasión, otro día, ya hablaremos, lo hablaremos, iremos sacando, iremos viendo, sobre la marcha,
        según vaya, habría que ver, lo mira, lo está mirando, ni hablemos, no pillarse los dedos, más cerca, hay que verlo, depende, según presupuesto, se vota,
        se decidirá, cuando se aclare, te digo luego, mañana sin falta, saldrá la lista, vete a saber, ya se andará, en su tiempo, cuando acabe, cuando termine,
        cuando tenga tiempo, cuando tengan tiempo, cuando … tiempo, en las próximas semanas, un día de estos, próximamente, ya priorizará, ya lo verán, quedaron
        en, por afinar, por cerrar, se irá viendo, ahí siguen, ns/nc, según cuántas, según cuántos, nada decidido""",
    "milestone": """tras la firma, después de firmar, después de la firma, cuando firmen, una vez firmado, en el kickoff, en la reunión de arranque, desde la
        firma, tras el pedido""",
    "once": "cuando, en cuanto, una vez, apenas, tan pronto",
    "stage": "más adelante, más tarde, posteriormente, en la fase 2, en fase 2, fase 2, fase dos, siguiente fase, tras el lanzamiento, después del arranque",
    "delay": """aclararemos, decidir, decidirá, decidirán, decidimos, decidido, acordar, definir, definiremos, hablar, hablaremos, discutir, debatir, estudiar,
        avisarán, contarán, mandarán, pasarán, pasará, facilitará, preguntar, preguntarle, comprobar, comprobaremos, verificar, mirarlo, mirar, depende,
        pensando, dibujan, aparcado, baraja, barajan, abierto, abierta""",
    "elsewhere": """ver notas, ver nota, ver correo, ver mail, ver email, ver arriba, ver adjunto, ver abajo, ver crm, ver acta, ver oferta, ver propuesta, ver
        documento, véase, en mis notas, pregunta a, preguntad a, llámame, cf, pizarra, diapositivas, powerpoint, la foto, croquis, en la wiki, anexo, pliego,
        documentado en, está documentado, en sus notas, en su cabeza, acta de, el pdf, página, cosa de, el acta, lo tiene todo, tiene la lista, está en el
        correo, está todo en, luego lo pongo""",
    "pointing": "pregunta, preguntar, preguntad, contactar, contacta, llamar, llama, hablar con, habla con",
    "mentioned": """adjunto, en el correo, en el crm, en el acta, en la oferta, en la propuesta, como hablamos, como se habló, como comentamos, lo comentado, lo
        hablado, que comentó, mencionó, pregúntale a, grabación, en el chat""",
    "unknown": """desconocido, desconocida, desconocidos, se desconoce, no lo sé, no sé, no sabemos, no lo sabemos, no saben, no lo saben, no sabía, ni idea,
        sin idea, no está claro, no queda claro, sin aclarar, poco claro, confuso, no seguro, no estoy seguro, no están seguros, difícil de decir, difícil
        decir, imposible saber, no supieron, no supo, no recuerdo, no me acuerdo, olvidé, se me olvidó, sin especificar, no especificado, no definido, no
        definida, sin definir, sin fijar, sin fecha, sin determinar, no elegido, sin elegir, no preguntado, no pregunté, pendiente, pendientes, a la espera,
        esperando, esperamos, por determinar, por confirmar, a confirmar, a definir, en blanco, sigue abierto, queda abierto, cuestión abierta, punto abierto,
        todavía no, aún no, sin respuesta, sin contestar, no hay información, sin información, sin datos, falta, misterio, quién sabe, a saber, bola de cristal,
        por saber, lo que diga, lo que digan, lo que quiera, lo que pida, lo que mande, difícil de estimar, difícil de calcular, dos opciones, imposible de
        calcular, no hemos hablado, no han dicho, no dijo, no dijeron, nadie supo, nadie sabe, por decidir, no lo tienen decidido, no está decidido, sin
        decidir, habrá que verlo, habrá que ver, por ver, lo están pensando, me la dirán, me lo dirán, ya lo dirá, ya lo dirán, no hay nombre, no hay fecha,
        ninguna decisión, se fue por las ramas, habrá que preguntar, tendré que preguntar, que les pregunte, no lo tengo a mano, por hablar, por definir, en
        estudio, ignora, ignoran, en el aire, no tengo, ninguna todavía, fechas ninguna, nadie lo ha contado, sin contar, sin medir, nunca medido, sin cifra,
        sin cifras, sin número, cantidad sin, sin saber, nadie designado, sin nombre, no me han dicho, no me dijeron, nadie me dijo, no consta, no me supieron,
        se pierde la pista, no lo pillé, el apellido no, no la han medido, no lo han medido, no nos han pasado, ellos sabrán, sabrán ellos, sabrá dios, cuáles
        no, no me atrevo, ns nc""",
    "question": "quién, quiénes, cuál, cuáles, cuándo, cuántos, cuántas, dónde, qué, cómo",
    "feeling": """debería ser fácil, debería ser sencillo, debería bastar, debería ir bien, debería valer, irá bien, todo bien, sin problema, sin problemas,
        ningún problema, no hay problema, no es problema, no es un tema, gran tema, nada grave, no pasa nada, suena, parece, parecen, sensación, intuición,
        corazonada, impresión, pan comido, chupado, coser y cantar, trámite, esperemos, espero, ojalá, confiad*, convencid*, ilusionad*, encantad*, content*,
        confían, confía, confianza, da igual, aprieta, aprietan, presión, presionan, aguanta, aguante, aguantará, ya sabe, se las sabe todas, sobra, va sobrado,
        controlamos, nos apañamos, complicado, delicado, político, peliagudo, urge, super, súper, oportunidad, potencial, cliente top, vamos con todo, a por
        ello, ilusión, estratégica, estratégico, mimarlo, cariño, buena gente, encantados, encantado, lo típico, entra y sale, minuto uno, pobre, lío, quiere
        fotos, tirar, no somos menos, todo conectado, buen rollo, a tope, ganas, estupenda, estupendo, cuentazo, recomendables, tiquismiquis, mimo, discreción,
        delicados, guante blanco, finos, lo suyo, imagínate, prisa, cuanto antes, ya mismo, encantadora, saludos, abrazo, trazado, dispara, digo todo,
        trazabilidad total, preocupa, lo pilla, sin cuellos de botella, fluye bien, serio, constancia, lo máximo, clientazo, a por todas, brillaron, potente,
        bien montado, guerra, razonable, hueso, majos, pasará rápido, sin líos, cosas raras, les encantó, por ahí vamos bien, mucho nivel, un encanto, lengua
        fuera, cuentaza, a por ellos, se apañan, delicadeza, lo normal, cuanto menos, lupa, sin pausa, le encantó, atado, es un paseo, majísimo, pinta bien,
        pinta muy bien, quisquillosos, un amor, puntillosos, un rollo, muy de papeles, como un tiro, volarán, sale rodado, tomando café, casi nos matan, un
        calvario""",
    "hedge": """quizá, quizás, tal vez, a lo mejor, puede, igual, probablemente, posiblemente, seguramente, supongo, creo, imagino, diría, pienso, me parece, a
        mi juicio, a ojo, podría, podrían, debería, deberían, sería, serían, estaría, si acaso, en principio, más o menos, digamos, idealmente, preferiblemente,
        que yo sepa, si no recuerdo mal, por lo visto, al parecer, o no, eventualmente, vendría bien, ni me atrevo""",
    "nobody": """nadie, ninguno, todo el mundo, todos, cada uno, equipo, equipos, informática, departamento, gente, chicos, lado, ellos, cliente, empresa,
        dirección, gerencia, comité, consejo, junta, comisión, jefes, jefe, jefa, socios, fundadores, responsables, directivos, directores, decisores, persona
        encargada, persona adecuada, encargado, interesado, compañero, compañeros, compañera, negocio, central, sede, abogados, juristas, de recepción,
        director, matriz, familia, pleno, ayuntamiento, patronato""",
    "someone": """alguien, alguno, cualquiera, quien sea, quien toque, los que, las que, quienes, una de las, uno de, varias personas, un comité, la persona
        indicada, quien esté, una persona de, algún, otro, a quien, los de, el de, la de, el que, la que, quien tenga, consenso, votación, en conjunto, por
        mayoría, unanimidad, entre los, entre todos, no decide, no pinta nada, no corta el bacalao, sin poder""",
    "or": "o, u, y/o, y si no, o si no, igual acaba en, lo mismo acaba",
    "either": "bien, o bien, dudan entre, duda entre",
    "neg": "no, ni, sin, ningún, ninguno, ninguna, nada, nunca, jamás, tampoco, cero, nadie",
    "none": """ninguno, ninguna, nada, ningún requisito, ninguna exigencia, ninguna restricción, ninguna regla, ninguna limitación, ningún límite, ninguna
        integración, ningún sistema, ningún conector, ninguna interfaz, ninguna fecha, ningún plazo, ninguna fecha límite, ningún trabajo, ninguna migración,
        ninguna importación, ninguna configuración, ninguna revisión, ningún registro, sin requisitos, sin exigencias, sin restricciones, sin integraciones, sin
        fecha límite, sin plazo, sin límites, sin sso, sin registros, sin migración, sin auditoría, no hace falta, no hacen falta, no se necesita, no se
        requiere, no requerido, no requerida, no necesario, no es necesario, no piden, no pide, no lo piden, no exigen, no exige, no quieren, no quiere, no
        necesitan, no aplica, no procede, no hay fecha, no hay plazo, no hay fecha límite, no hay requisitos, no hay integraciones, nada más, nada pedido, nada
        que conectar, nada que migrar, nada que importar, no piden nada, no quieren nada, no necesitan nada, no pone límites, no ponen límites, innecesario,
        solo máquinas, sólo máquinas, ninguna persona, nada de, ni sso, sin trabajos previos, por nuestra parte nada, da igual el país, en cualquier sitio,
        cualquier sitio, donde sea, nadie, prescind*, nadie lo ha pedido, nadie lo pide, nadie pidió, nadie lo quiere, nadie ha pedido, no hay ninguna, no hay
        ninguno, sin fecha tope, no hay fecha tope, no lo necesitan, no los necesitan, nada fijo, nada fijado, fecha tope no hay, nada aparte, no existe, no la
        hay, no los hay""",
    "nothing_much": "nada especial, nada del otro mundo, nada raro, nada particular, nada en especial",
    "nay": "no, nanay",
    "yes": """sí, si, obligatorio, obligatoria, exigido, exigida, requerido, requerida, necesario, imprescindible, lo piden, lo exigen, lo quieren, hace falta,
        indispensable, por supuesto, es obligatorio, debe, deben, tiene que, tienen que, lo imprescindible, hay que, sagrado, funcione, funcionen, funcionar, no
        puede fallar, no puede faltar""",
    "said": """confirmado, confirmada, confirmó, lo confirmó, ha confirmado, confirmado por, confirma, según, dice, lo dice, dijo, lo dijo, ha dicho, nos dijo,
        palabras de, por escrito, por correo, por teléfono, en la llamada, escribió, aprobado, aprobada, aprobado por, firmado, firmada, firmó, validado,
        acordado, indicó, indica, asegura, aseguró, preguntado, pregunté, pregunté a, respondió, contestó, comunicado, comunicó, insistió, repitió, palabra de""",
    "reply": """nos lo dice, lo dice, nos dice, dice, da, dará, nombra, nombrará, designa, designará, confirma, confirmará, decide, decidirá, responde,
        responderá, respuesta, contesta, contestará, envía, enviará, manda, mandará, facilita, comprueba, comprobará, verifica, pregunta, preguntará, mide,
        medirá, cuenta, contará, precisa, concreta, concretará, comunica, comunicará, fija, fijará, elige, elegirá, avisa, avisará, aclara, aclarará, se entera,
        se informa, averigua, averiguará, cierra, cerrará, se encarga, lo mira, nos pasa, pasa, indica, indicará, debe responder, tiene que decir, resuelve,
        resolverá, por confirmar por, será designado, lo nombra, consulta, lo calcula, calcula, nos da, nos dará, respuesta de, da el nombre""",
    "due": "antes de, antes del, para el, hasta el, hasta, a más tardar, a más tardar el, como muy tarde, como muy tarde el, plazo, de aquí al",
    "by": "por, con, vía, nada más que, en manos de, lo lleva, lleva, llamado, llamada",
    "people": """usuario*, usuaria*, persona, personas, gente, empleado*, empleada*, trabajador*, colaborador*, compañeros, cuentas, licencias, puestos,
        activos, activas, cabezas, plantilla, enfermera*, enfermeros, conductor*, vendedor*, técnico*, comerciales, contables, profesores, alumnos, estudiantes,
        médicos, ingenieros, operario*, operador*, carretilleros, mozos, encargados, asesores, gestores, responsables, directores, jefes, consultores, becarios,
        almaceneros, cajeros, cajeras, repartidores, compradores, voluntarios, administrativos, conectados, inspectores, monitores, teleoperadores,
        dependientes, al día, diarios, semanales""",
    "action": """petición, peticiones, solicitud, solicitudes, llamadas, llamadas api, informe, informes, subidas, cargas, descargas, accesos, inicios de
        sesión, entran, conexiones, transacciones, pedidos, pedido, reservas, facturas, factura, mensajes, correos, documentos, ficheros, archivos, búsqueda*,
        consultas, escaneos, lecturas, eventos, importaciones, importación, exportaciones, sincronizaciones, tareas, pagos, visitas, páginas vistas, clics,
        sesiones, registros, filas, tickets, apuntes, alertas, mediciones, etiquetas, impresiones, fichajes, fichan, albaranes, paquetes, operaciones, acciones,
        citas, fotos, cobros, compras, transferencias, declaraciones, partes, nóminas""",
    "rate": """por hora, a la hora, cada hora, por minuto, al minuto, por segundo, al segundo, por día, al día, cada día, por semana, por noche, diarios,
        diarias, la hora, por usuario, cada noche, por turno, por mes, x hora""",
    "object": """fila, filas, registro, registros, ficha, fichas, contactos, cuentas, artículos, referencias, fichero, ficheros, archivos, documentos, pdf,
        plantilla, plantillas, rol, roles, perfil, perfiles, cadena, cadenas, pasos, niveles, aprobaciones, flujos, campos, campo, tablas, listas, proveedores,
        productos, facturas, tickets, gb, tb, mb, taller, talleres, formación, formaciones, cursos, sesión, sesiones, entorno, entornos, informes, cuadros de
        mando, paneles, formularios, scripts, script, usuarios, empleados, oficinas, sociedades, entidades, hojas de cálculo, pedidos, expedientes, buzones,
        páginas, casos de prueba, duplicados, permisos, grupos, etiquetas, piezas, máquinas, pacientes, clientes, socios, líneas""",
    "time_unit": """minuto, minutos, min, hora, horas, día, días, días hábiles, días laborables, semana, semanas, mes, meses, año, años, noches, trimestre,
        trimestres""",
    "no_lead": "minuto, minutos, min, segundo, segundos, año, años",
    "data_unit": "megas, gigas, teras",
    "uncounted": """cliente, clientes, cuenta nueva, proyecto, proyectos, fase, fases, sprint, sprints, oleada, oleadas, taller, talleres, llamada, reunión,
        reuniones, sede, sedes, oficina, oficinas, edificio, edificios, departamento, departamentos, equipo, equipos, empresa, empresas, hospital, hospitales,
        clínica*, banco, bancos, filial, filiales, país, países, pregunta, preguntas, punto, puntos, tema, temas, versión, versiones, semana, semanas, día,
        días, mes, meses, año, años, hora, horas, minuto, minutos, pico, picos, vez, veces, nivel, niveles, opción, opciones, fecha, fechas, escenarios,
        competidores, intentos, cosas, razones, sistemas, herramientas, programas, interfaces, conectores, fuentes, bases, módulos, plantas, ofertas,
        propuestas, páginas, por ciento, ideas, ronda, rondas, trimestre, trimestres, referencias, casos, demos, fábricas, almacenes, tiendas, sucursales,
        otros, otras, demás, chicos, áreas, etapas, ms, milisegundos, estrella, estrellas, núcleo, núcleos, bit, bits, cifras, pantallas, habitaciones, km,
        cafés, vuelos, correos, proveedores, premios, certificados, continentes, husos, céntimos, región, regiones, zonas, mercados, marcas, idiomas,
        aplicaciones, apps, camas, contenedores, cámaras""",
    "numbered": """fase, sprint, versión, v, edificio, planta, sala, paso, nivel, página, iso, artículo, sección, piso, número, oleada, módulo, une, nave,
        pabellón, windows, sede, tienda""",
    "swing": "varía, varían, a veces, oscila, otro dice, otros dicen, puede que, pueden ser, podrían ser, lo mismo",
    "within": "en, dentro de, dentro, de aquí a",
    "at": "a las, las, sobre las, hacia las",
    "quarter_no": "t, trimestre, q",
    "week_no": "semana, sem, semanas",
    "money": "eur, euro, euros, usd, dólares, pesos, chf",
    "about_else": """precio, valor, importe, cuota, tarifa, coste, costes, sala, latencia, tiempo de respuesta, responda en, descuento, presupuesto, margen,
        facturación anual, disponibilidad, nota, paquete, paquetes de, teléfono, extensión, fundada, desde, edad, superficie, kilómetros, vuelo, memoria,
        núcleos, capacidad, comisión, incluidas, incluidos, plan oro, válida, factor""",
    "company": "empresa, compañía, grupo, grupo de empresas, organización, plantilla, plantilla de, empleados y, suma, emplea, trabajadores en, empleados en",
    "aside": """duración, prorrogable, licitación, adjudicación, adjudicado, fianza, nuestra oferta, caduca, tarifas, tarifa diaria, tarifa pactada, más barato,
        por puesto, dietas, presupuestado, plazos de, factura a nombre, facturan, facturaron, facturación, pedido número, acuerdo marco, preaviso, cláusula,
        renovación, trimestral, nuestro trimestre, mi trimestre, mi bono, mi jefe, nuestro responsable, nuestra responsable, competidor, competidores,
        competencia, compró, adquirida, fusión, prensa, periódico, salió en, hace años, en su día, premio, partner, líder, fundada, camas, visitantes, obras
        abiertas, exportan, conocimos, pesadilla, estresado, impaciente, caída, se cayó, pleito, amenaza, dimitió, vacaciones, líos, lío de, sustos, mala
        experiencia, fama, orgulloso, orgullosos, multa, auditoría de, borró, mareando, cobra por, línea de, fibra, megas, proxy, firewall, por la puerta,
        preguntar por, escenarios, proyectos digitales, diapositiva, cif, concejales, exministros, sindicato, para llorar, informe de, ram, servidor viejo, sla,
        penalización, habitantes, se jubila, oferta válida, km, auditoría de cuentas, auditores de cuentas""",
    "seat": """sede, sedes, sede central, filiales, razones sociales, oficinas en, oficinas, trabajan en, sucursales, exportan a, exportan, plantas en, fábricas
        en, delegaciones en""",
    "between": "entre",
    "contract": """contrato, pago, factura, oferta, nuestro trimestre, abierto de, horario, visitas, adjudicación, firma el contrato, firman el, firman, si
        firman, la firma es, firma prevista, cierre de trimestre, renovación, garantía, preaviso, prórroga""",
    "ask_them": """pregunta a, preguntar a, preguntad, contacta con, contactar con, habla con, hablar con, llama a, ver el, ver la, ver los, ver las, mira el,
        mirad""",
    "connect": "conectado, conectar, conectada, integrado con, integrar, integrar con, enlazado, enlazar, conexión con, enganchar, enganchado",
    "premises": "torno, tornos, tarjeta de visita, aparcamiento, mifare, recepción del edificio, código de la puerta, se entra con, tarjeta de acceso",
    "occasion": """oferta, presupuesto, llamada del, reunión de arranque, demo, correo del, reunión del, fundada, comprado, válida, factura del, orden de
        compra, pedido de compra, plazos de pago""",
    "month_1": """mes 1, primer mes, el primer mes, m1, al principio, al inicio, de inicio, inicialmente, iniciales, inicial, para empezar, empiezan, empieza,
        arrancan, arranca, hoy, ahora, actualmente, de momento, por ahora, al arranque, en el arranque""",
    "month_12": """mes 12, mes doce, m12, al año, en un año, dentro de un año, al cabo de un año, tras un año, un año después, en 12 meses, a los 12 meses, a
        los doce meses, en doce meses, doce meses, 12 meses, final de año, fin de año, finales de año, a finales de 2027, el año que viene, crecer a, crecer
        hasta, subir a, llegar a, llegarán a, hasta llegar""",
    "growth": "crece, crecer, crecimiento, sube, subir, subirá, luego, después, duplicar, doblar, triplicar",
    "factor": "doble, el doble, triple, el triple, duplicar, triplicar, cuádruple, mitad",
    "range": "entre, de, desde, algo entre, rango",
    "to": "y, a, hasta, o",
    "clock": "horas, mediodía, medianoche, a las, las, de la mañana, de la tarde, cambio de turno, apertura, cierre, comer, almuerzo, hora de comer",
    "past": """fue, fueron, era, estaba, estuvo, hubo, eran, tuvo, tuvieron, estuvieron, había, costó, cobró, facturaron, desde hace, el año pasado, llevan,
        lleva, iba a, iban a, se pasó, se nos pasó, se incumplió, estaba previsto, cerró, entregamos, fue de, caducó""",
    "period": """mañana, mañanas, por la mañana, tarde, tardes, por la tarde, noche, noches, nocturn*, cada noche, diari*, semanal*, mensual*, todos los días,
        cada día, cada mañana, todas las mañanas, fin de mes, final de mes, finales de mes, principio de mes, cierre de mes, cierre mensual, fin de trimestre,
        fin de año, fin de semana, fines de semana, entre semana, laborables, día de cobro, black friday, navidad, semana santa, todo el día, tiempo real, cada
        hora, cada semana""",
    "window": """navidad, semana santa, pascua, año nuevo, nochevieja, reyes, fin de año, final de año, fin de trimestre, mes que viene, el mes que viene,
        próximo mes, próxima semana, semana que viene, próximo trimestre, este trimestre, ejercicio, pentecostés, puente de mayo, curso, inicio de curso, vuelta
        al cole, semestre, inventario, feria, fallas, black friday""",
    "edge": """mediados, mediados de, principios, principios de, finales, finales de, fin de, primera quincena, segunda quincena, primera semana, última semana,
        primera mitad""",
    "title": "sr, sra, srta, señor, señora, don, doña, dr, dra, d",
    "role": """director, directora, director de, directora de, director general, directora general, responsable, responsable de, responsable de ti, jefe de,
        jefa de, jefe de proyecto, jefa de proyecto, jefe de planta, jefa de planta, jefe de ti, jefe de sistemas, encargado de, encargada de, coordinador,
        coordinadora, gerente, gerenta, presidente, presidenta, propietario, propietaria, dueño, dueña, administrador, administradora, ciso, cio, cto, cfo, ceo,
        coo, dpo, dpd, delegado de protección de datos, delegada de protección de datos, product owner, secretario general, secretaria general, contable,
        controller, auditor, auditora, interventor, interventora, tesorero, tesorera, alcalde, alcaldesa, concejal, concejala, rector, rectora, decano, decana,
        supervisor, supervisora, asesora legal, asesor legal, asesor jurídico, asesora jurídica, adjunto, adjunta, suplente, subdirector, subdirectora, manager,
        head of, jefe médico, consejero delegado, consejera delegada, capataz, maestro de taller, notario, jefe del, jefa del, responsable del, director del,
        directora del, secretario, secretaria, vicerrectora, vicerrector, temporeros, oficial de seguridad, oficial, resp""",
    "approve": """aprueba, aprobará, firma, firmará, decide, decidirá, última palabra, visto bueno, luz verde, autoriza, concede, otorga, asigna, da los
        permisos, da el visto, responsable de, a cargo, designado, nombrado, delegado, suplente, permisos, roles, accesos, valida, aprobar, validar, firmar,
        autorizar""",
    "sole": "solo, sólo, únicamente, exclusivamente, en persona, personalmente, en funciones, en ningún otro sitio, nadie más, nada más",
    "department": """contabilidad, finanzas, control de gestión, nóminas, rrhh, rr hh, recursos humanos, almacén, logística, compras, jurídico, legal,
        marketing, soporte, atención al cliente, producción, fábrica, taller, calidad, mantenimiento, expedición, planificación, administración, recepción,
        centralita, cumplimiento, auditoría, auditoría interna, seguridad, investigación, laboratorio, enfermería, admisiones, sucursal, sucursales, oficina,
        oficinas, tienda, tiendas, planta, turno, turno de noche, turno de mañana, jefes de turno, encargados, encargadas, directores de oficina, comerciales,
        vendedores, enfermera*, enfermeros, carretilleros, conductores, repartidores, técnicos, operarios, profesores, mozos, contables, administrativos,
        gestores, asesores, becarios, cajeras, cajeros, inspectores, reparto, facturación, tesorería, obra, explotación, ayuntamiento, colegio, urgencias,
        farmacia""",
    "kind": """programa de nóminas, sistema de nóminas, proveedor de identidad, sistema de pago, pasarela de pago, programa contable, programa de contabilidad,
        almacén de datos, sga, gestor documental, sistema de tickets, tienda online, tienda web, servidor de correo, centralita, control horario, fichajes, tpv,
        caja, cajas, base interna, servidor de ficheros, herramienta bi, historia clínica, control de accesos, gestoría, asesoría, cuadro de mando, tms, gmao""",
    "source": """fichero csv, exportación csv, hojas de cálculo, hoja de cálculo, formulario, formularios, formulario web, sensores, escáneres, lectores, cajas,
        tpv, máquinas, autómatas, báscula, buzón, papel, escaneos, pedidos, facturas, partes de horas, web, app, extractos bancarios, exportación,
        exportaciones, contadores, lecturas, cuadro de mando, informes, albaranes, listas, fichero nocturno, fichero, cartas, correos, llamadas, fotos, pdf,
        documentos, mensajes, contratos, calendarios""",
    "store": """guardado, guardada, guardados, guardadas, guarda, almacenado, almacenada, almacenados, almacena, alojado, alojada, alojados, se quedan en, queda
        en, quedan en, cae en, caen en, base, base de datos, nuestra base, base ue, nuestra nube, bucket, data lake, archivo histórico, archivado, en local,
        on-premise, en sus servidores, servidor propio, se guardan, se guarda, guardan en, guardado en, guardados en, se almacenan, se almacena""",
    "from": """de, del, desde, viene de, vienen de, viene del, sale de, salen de, parte de, procede de, proviene de, origen, fuente, fuentes, introducido,
        exportado, exportados, extraído, envían, recibidos de, nace, nace todo, sale del, salen del""",
    "into": """a, al, hacia, va a, van a, enviado a, enviados a, se envía a, se envían a, pasa a, pasan a, llega a, destino, destinos, destinatario, recibe,
        reciben, recoge, recogen, lee, leen, las lee, los lee, alimenta, alimentan, consulta""",
    "control": """proveedor de identidad, trazabilidad, trazas, auditoría de, accesos, inicios de sesión, cambio de rol, cambios de rol, cambios de permisos,
        cambio de permisos, cambios de precio, acceso a ficheros, acceso a archivos, exportaciones, borrados, borrado, borrar, se borra, eliminación, acciones
        de administrador, intentos fallidos, cada acción, todas las acciones, cada clic, solo lectura, sólo lectura, cuatro ojos, doble aprobación, versionado,
        historial de, marca de tiempo, firma, región, cuestionario, cuestionario de seguridad, test de penetración, prueba de penetración, ens, por rol, mínimo
        privilegio, lector, editor, aprobador, separación de funciones, segregación, por departamento, por oficina, por sede, direcciones ip, dirección ip, ip
        fija, ip fijas, ips fijas, rango ip, rangos ip, red, redes, red interna, encargo de tratamiento, contrato de encargo, encargado del tratamiento, eipd,
        datos personales, datos de salud, datos de pacientes, anonimiz*, anónim*, seudonimiz*, cifra*, cifrado, claves propias, enmascar*, revisión jurídica,
        revisión legal, informe jurídico, registros de errores, registros de api, registros de acceso, logs de, copia de seguridad, copias de seguridad, en
        local, servidores propios, datos reales, datos de prueba, portátil, portátiles, consentimiento, no se pueden, no se puede, no puede, no pueden,
        prohibido, prohibida, prohibidos, solo debe, solo puede, solo pueden, solo ver, puede ver, pueden ver, debe ver, lee, edita, borra, perfil, rol, quién
        autoriza, quien autoriza, quién aprueba, altas, bajas, hay que registrarlas, registrar, siempre con iniciales, errores, fallos, fallos de
        sincronización, ven su, ve todo, ven sus, da de alta, ve su""",
    "auth": """doble factor, segundo factor, dos factores, tarjeta inteligente, contraseña, contraseñas, cuenta de empresa, cuenta corporativa, código sms,
        certificado digital, certificado de empleado, directorio""",
    "each": "cada, todo, toda, todos, todas, cualquier",
    "topic": """sso, inicio de sesión único, registro de auditoría, registros de auditoría, pista de auditoría, conservación, retención, ubicación de los datos,
        residencia de datos, evaluación de proveedor, homologación, control de acceso, controles de acceso, control de accesos, historial de aprobaciones, lista
        blanca, tratamiento de datos, logs, registros""",
    "event": """fin del contrato, fin de contrato, final del contrato, baja del cliente, baja del empleado, a petición, indefinidamente, para siempre, fin del
        proyecto, rescisión, baja, salida, alta médica, cierre del expediente, fin de la relación""",
    "idp": "proveedor de identidad, cl@ve",
    "region": """ue, europa, unión europea, eee, países bajos, finlandia, su propio centro de datos, centro de datos propio, territorio nacional, dentro del
        país""",
    "work": """importación, importar, importa, carga de datos, carga inicial, migración, migrar, traspaso, scripts de migración, script, mapeo, mapeo de campos,
        correspondencia de campos, limpieza, limpiar, depuración, deduplicación, duplicados, roles, roles a medida, permisos, cadena de aprobación, cadenas de
        aprobación, circuito de aprobación, aprobaciones, flujo de aprobación, flujos de aprobación, workflow*, entorno de pruebas, entorno de test, sandbox,
        pruebas, prueba de aceptación, pruebas de aceptación, probar, formación, formaciones, cursos, apoyo en el arranque, acompañamiento en el arranque,
        plantillas, imagen corporativa, logo, campos personalizados, campos, informes, cuadros de mando, paneles, conector, interfaz, configurar el sso,
        traducción, alta de usuarios, altas de usuarios, creación de cuentas, prueba de carga, archivo histórico, histórico, digitaliza*, escaneo, plan
        contable, tarifas, webhook, dominio, días de formación, traducir, plantilla, plantilla pdf, desarrollo, corte, carga, maquetación, etiquetas, dar de
        alta, parametrizar, pasar, trasladar, convertir, cargar, volcar, meter, introducir, recrear, fusionar, copiar, montar""",
    "hands": """por nosotros, nosotros, lo hacemos, hecho por nosotros, nuestro equipo, por el cliente, el cliente, los configura el cliente, ellos mismos, él
        mismo, por su cuenta, por un partner, partner, el socio, socio, proveedor, integrador, internamente, por nuestra parte, de nuestra parte""",
    "day_one": """día 1, primer día, desde el primer día, día uno, en el arranque, al arranque, desde el inicio, desde el principio, de inmediato,
        imprescindible, no pueden empezar sin, fase 1, más adelante, puede esperar, pueden esperar, fase 2, después, luego, el año que viene, más tarde, el
        primer día, al abrir, desde el minuto, desde el minuto uno, al arrancar, en la apertura, desde el día uno""",
    "flow": """sincronización, sincronizar, sync, nocturno, diaria, diario, horaria, en un sentido, en ambos sentidos, bidireccional*, tiempo real, fichero
        nocturno""",
}

# Whole answers that never count, in any text field: few, because they are compiled into the CRM as well.
PLACEHOLDERS = """luego lo pongo | lo pongo luego | lo relleno luego | dd/mm/aaaa | (vacío) | vacío | nada aún | nada todavía | aún nada | todavía nada |
    pendiente | desconocido | ver notas | por rellenar | pendiente de rellenar | a rellenar | pdte | pdte. | sin rellenar | pte | nose | ns | ns/nc | no se"""
WHOLE = {
    "adjective": "cuanto antes",
    "put_off": "ya veremos",
    "another_deal": "como siempre",
    "nobody_named": "el equipo | alguien | el cliente",
}

MESSAGES = """missing: Aquí no hay nada escrito. | placeholder: Esto solo rellena la casilla. | adjective: Un adjetivo en vez de una cantidad: así no se puede
    dimensionar. | put_off: Esto aplaza la pregunta. ¿Quién la responde y para qué fecha? | another_deal: Esto remite a otro cliente. ¿Qué vale para este? |
    elsewhere: Esto remite a otro sitio. Escriba aquí el dato mismo. | feeling: Es una impresión, no un dato del cliente. | off_topic: Esto habla de otra cosa
    que la pregunta. | hedge: Es una suposición sin ningún dato detrás. | alternative: Hay dos respuestas a la vez. ¿Cuál vale? | wide_range: El rango es
    demasiado amplio para planificar (más del triple). | open_question: La pregunta sigue abierta y no se nombra a nadie que la responda en una fecha. |
    nobody_named: No se nombra a nadie. Hace falta una persona o un cargo exacto. | no_number: Falta un número. | no_name: Falta un nombre o un cargo exacto. |
    no_system: No se nombra ningún sistema. | no_time: Falta una fecha o una hora. | no_region: Falta un país o una región. | no_work: No se nombra ningún
    trabajo. | no_group: No se dice qué personas. | no_fact: No contiene ningún dato que la técnica pueda usar. | unknown_by: Aún no se sabe, con persona y
    fecha. | none_stated: Nada, y alguien lo ha dicho. | who_said: ¿Quién dijo que no hace falta nada, y cuándo? | appealed: Suficientemente concreto, dice
    quien lo escribió; decide la revisión. | unsure: Puede que sea bastante preciso; lo verá la revisión. | ops_words: Esta expresión está en la lista de su
    empresa. | month_1: Falta: ¿cuántos usuarios activos en el mes 1? | month_12: Falta: ¿cuántos usuarios activos en el mes 12? | rate: Falta: ¿cuántas
    acciones en la hora de más carga? | when: Falta: ¿cuándo es la hora de más carga? | source: Falta: ¿de dónde vienen los datos? | stored: Falta: ¿dónde se
    guardan los datos? | destination: Falta: ¿qué herramientas reciben los datos? | needed: Falta: ¿primer día o más adelante? | controller: Falta: ¿quién lo
    lleva? | amount: Falta: ¿cuánto? | hands: Falta: ¿quién lo hace? | approver: Falta: ¿quién aprueba los roles? | day_one: Falta: ¿quién necesita acceso el
    primer día? | window: Queda abierto: ¿de cuándo a cuándo? | works: Falta: ¿qué tiene que funcionar el primer día? | reason: Falta: ¿por qué esa fecha? |
    detail: Faltan los detalles. | one_person: Falta: ¿cuál de esas personas?"""

REWRITES = """active_users: … usuarios activos en el mes 1, … en el mes 12. Lo dice … el … | active_users.month_1: … usuarios activos en el mes 1 |
    active_users.month_12: Estimación de ventas: … usuarios en 12 meses. Responsable: … Confirmar antes del … con … | peak_load: … (acción) por hora, el … a las
    … | data_flow: Los datos vienen de …, se guardan en … y van a … | security: Exigido: … (con …, contacto …). No exigido: …, lo dice … el … | security.sso:
    SSO con … (proveedor de identidad), contacto de TI …, bloquea el arranque: … | security.audit_logs: Se registra: … y …; lo revisa … |
    security.data_location: Los datos deben quedarse en … (país o región), lo dice … | security.retention: … se conserva … (años o días) y luego se borra |
    security.vendor_review: Evaluación con … (cuestionario, certificado), … días, a cargo de … | security.access_controls: Roles: … puede …, … puede … |
    security.approval_history: Se guarda: quién aprobó … y cuándo; durante … | security.ip_allowlist: Solo desde … (direcciones o redes) |
    security.data_handling: Regla: … para los datos …; revisión jurídica por …, … días | security.security_approval: … (persona) lo aprueba, … días |
    security.other_logging: Los registros de … van a … (sistema) | integrations: … (sistema) – primer día o más adelante: … – lo lleva … | setup_work: …
    (trabajo): … (cantidad), lo hace … | access: El primer día: … (quiénes, cuántos); … aprueba los roles | access.day_one: … (cuántos) … (quiénes, dónde) |
    access.approver: … (un nombre o un cargo exacto) aprueba los roles | launch_window: del … al …; el primer día tiene que funcionar … | hard_deadline: …
    (fecha), porque …; o: ninguna, lo dice … el … | scope_approver: … (un nombre), … (cargo) | context: Conviene saber: …"""
