"""The words by which a sentence turns: what denies, what points one way or the other, what binds.

Only for languages listed here can a text be checked, so only these are offered.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    negations: frozenset[str]
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...]
    """Pairs of stems of which one must not take the place of the other."""
    function_words: frozenset[str]
    """Words without a fact in them. They tell the language of a text, too."""
    plain: frozenset[str]
    """Everyday words that may stand for others: stems."""
    numbers: Mapping[str, str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """One pair a line, its sides parted by `|`."""
    sides = [line.split("|") for line in text.strip().splitlines()]
    return tuple((_words(one), _words(other)) for one, other in sides)


ENGLISH = Lexicon(
    negations=_words(
        "not no never none nor neither nothing nobody nowhere without cannot unless n't don't doesn't"
        " isn't aren't wasn't weren't won't can't couldn't shouldn't mustn't didn't hasn't haven't"
    ),
    opposites=_pairs("""
        increas rise rises rose grow grows | decreas fall falls fell drop drops
        more higher up upward | less lower down downward
        open opens opened | close closes closed shut shuts
        before earlier first | after later last
        high | low
        hot warm hotter warmer | cold cool colder cooler
        left | right
        inlet intake inflow in | outlet exhaust outflow out
        always | sometimes occasionally rarely seldom
        all every each | some few several
        must required mandatory has have | may might could optional
        above over | below under beneath
        inside inner | outside outer
        maximum most | minimum least
        positive | negative
        start starts begin begins | stop stops end ends
        add adds gain gains | remov lose loses
        tight tighten tightens | loos loosen loosens
        clockwise | anticlockwise counterclockwise
        with | without
        fast faster quick quickly | slow slower slowly
        safe | dangerous unsafe
        push pushes | pull pulls
        long longer | short shorter
        thick thicker | thin thinner
        full | empty
        on | off
        advance advances | retard retards delay delays
        same equal | different unequal
        expand expands | contract contracts compress compresses
        """),
    function_words=_words(
        "a an the and or but so if then than that this these those it its is are was were be been being"
        " am do does did done has have had having of in on at by to from for with into onto over under"
        " as about through between during while when where which who whom whose what how why also too"
        " very can will would shall should could may might must you your we our they their he she his"
        " her them us i me my there here such each any both either just only even still again because"
        " therefore however thus up down out off per via not no nor"
    ),
    plain=_words(
        "use mean call make give take get keep let go come put set work need help show tell say see look"
        " find know think thing part piece way time place kind sort type form step point reason case"
        " example word name size amount number little small big large great good well better best bad"
        " new old same other another next often usual now today always first again together easy simple"
        " hard strong weak clear exact right whole full enough happen become begin move turn carry bring"
        " send hold stay stand reach pass leave allow cause change job task people person something"
        " anything everything one two inside around across against near far away back side end top"
        " bottom line must have like want able depend deliver provide require ensure allow contain"
        " include describe explain remember notice imagine mind careful important main basic different"
    ),
    numbers={
        "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
        "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
        "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
        "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
        "eighty": "80", "ninety": "90", "hundred": "100", "thousand": "1000",
        "half": "0.5", "double": "2", "twice": "2",
    },
)  # fmt: skip

SPANISH = Lexicon(
    negations=_words("no ni nunca jamás nada nadie ningún ninguna ninguno tampoco sin salvo excepto"),
    opposites=_pairs("""
        aument sube suben más mayor | dismin baja bajan reduc menos menor
        abre abren abiert abierta abierto | cierra cierran cerrad cerrada cerrado
        antes | después
        alta alto | baja bajo
        caliente | fría frío
        izquierda | derecha
        entrada admisión | salida escape
        siempre | veces rara
        todos todas cada | algunos algunas
        debe deben obligatorio | puede pueden opcional
        encima sobre | debajo
        dentro | fuera
        máximo máxima | mínimo mínima
        con | sin
        rápido rápida | lento lenta
        """),
    function_words=_words(
        "el la los las un una unos unas y o pero si entonces que este esta estos estas eso esa es son"
        " era eran ser sido está están estar de del en a al por para con sin sobre entre como cuando"
        " donde quien qué cómo porque también muy se su sus lo le les nos me te mi tu más menos ya no"
        " ha han había hay puede pueden debe deben cada otro otra hasta desde durante así"
    ),
    plain=_words(
        "usar hacer dar tener poner llamar decir ver saber parte pieza manera forma modo tiempo lugar"
        " cosa ejemplo nombre tamaño número pequeño grande bueno mejor nuevo mismo siguiente trabajo"
        " paso punto caso razón mover llevar enviar llegar pasar dejar cambiar necesitar servir"
    ),
    numbers={
        "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7", "ocho": "8",
        "nueve": "9", "diez": "10", "once": "11", "doce": "12", "trece": "13", "catorce": "14",
        "quince": "15", "veinte": "20", "treinta": "30", "cuarenta": "40", "cincuenta": "50",
        "sesenta": "60", "setenta": "70", "ochenta": "80", "noventa": "90", "cien": "100",
        "quinientos": "500", "quinientas": "500", "mil": "1000", "doble": "2",
    },
)  # fmt: skip

GERMAN = Lexicon(
    negations=_words(
        "nicht kein keine keinen keinem keiner keines nie niemals nichts niemand weder noch ohne"
    ),
    opposites=_pairs("""
        steig steigt steigen mehr höher zunimmt | sink sinkt sinken fällt weniger niedriger abnimmt
        öffnet öffnen offen | schließt schließen geschlossen
        vor vorher | nach nachher danach
        hoch hohe hoher | niedrig niedrige niedriger tief
        heiß warm | kalt kühl
        links linke | rechts rechte
        einlass ansaug | auslass abgas
        immer | manchmal selten
        alle jede jeder jedes | einige manche
        muss müssen | kann können darf dürfen
        über oberhalb | unter unterhalb
        innen innere | außen äußere
        mit | ohne
        schnell schneller | langsam langsamer
        """),
    function_words=_words(
        "der die das den dem des ein eine einen einem einer eines und oder aber wenn dann dass dies"
        " diese dieser dieses es ist sind war waren sein gewesen wird werden von im in an am auf bei zu"
        " zum zur für mit aus als wie durch zwischen während wo wer was warum auch sehr sich er sie wir"
        " ihr ihre man hat haben hatte kann können muss müssen soll sollen nicht nur noch schon so um"
    ),
    plain=_words(
        "nutzen machen geben nehmen haben heißen sagen sehen wissen teil stück art weise form zeit ort"
        " ding sache beispiel name größe zahl klein groß gut besser neu gleich nächste arbeit schritt"
        " punkt fall grund bewegen bringen schicken kommen gehen lassen ändern brauchen dienen"
    ),
    numbers={
        "zwei": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6", "sieben": "7", "acht": "8",
        "neun": "9", "zehn": "10", "elf": "11", "zwölf": "12", "dreizehn": "13", "vierzehn": "14",
        "fünfzehn": "15", "zwanzig": "20", "dreißig": "30", "vierzig": "40", "fünfzig": "50",
        "sechzig": "60", "siebzig": "70", "achtzig": "80", "neunzig": "90", "hundert": "100",
        "fünfhundert": "500", "tausend": "1000", "doppelt": "2",
    },
)  # fmt: skip

LEXICONS: Mapping[str, Lexicon] = {"en": ENGLISH, "es": SPANISH, "de": GERMAN}

UNITS: Mapping[str, str] = {
    **{each: each for each in _words(
        "mm cm m km µm nm g kg mg t s ms min h bar mbar pa kpa mpa hpa psi v mv kv a ma w kw mw j kj"
        " kwh wh hz khz mhz ghz n kn n·m °c °f k l ml ω kω rpm % kg/m³ g/cm³ km/h m/s mm³ cm³ m³ mm²"
        " cm² m² n db"
    )},
    **{name: symbol for symbol, names in {
        "µm": "um", "%": "percent prozent", "mm": "millimetres millimeters millimetre millimeter milímetros",
        "cm": "centimetres centimeters centimetre centimeter centímetros zentimeter",
        "m": "metres meters metre meter metros metro",
        "km": "kilometres kilometers kilometre kilometer kilómetros kilómetro",
        "in": "inches inch pulgadas pulgada zoll", "ft": "feet foot pies", "mi": "miles mile millas meilen",
        "s": "seconds second segundos segundo sekunden sekunde",
        "min": "minutes minute minutos minuto minuten", "h": "hours hour horas hora stunden stunde",
        "d": "days day días día tage tagen tag", "wk": "weeks week semanas semana wochen woche",
        "mo": "months month meses mes monate monaten monat",
        "y": "years year años año jahre jahren jahr",
        "g": "grams gram gramos gramm", "kg": "kilograms kilogram kilogramos kilogramm",
        "t": "tonnes tonne toneladas tonnen", "l": "litres liters litre liter litros litro",
        "N": "newtons newton", "Pa": "pascals pascal", "J": "joules joule julios", "Hz": "hertz",
        "dB": "decibels decibel decibelios dezibel", "V": "volts volt voltios",
        "A": "amps amp amperes ampere amperios", "W": "watts watt vatios",
        "kW": "kilowatts kilowatt kilovatios", "Ω": "ohm ohms ohmios", "°": "degrees degree grados grad",
    }.items() for name in names.split()},
}  # fmt: skip
"""What may stand behind a number, by how it is spelled in small letters."""
