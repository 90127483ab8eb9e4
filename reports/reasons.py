"""The decline reasons as a Danish leader reads them (the national list, seeds 000, 002 and 003)."""

from domain.reasons import DeclineReason

_R = DeclineReason

DANISH_REASON: dict[DeclineReason, str] = {
    _R.BUSY_NOW: "Har travlt lige nu",
    _R.TIME_OR_PLACE: "Tidspunkt eller sted passer ikke",
    _R.CHILDCARE: "Mangler pasning",
    _R.OTHER_PARENT: "Den anden forælder kan ikke være med",
    _R.TOO_MANY_SESSIONS: "For mange gange",
    _R.FINE_NOW: "Det går fint lige nu",
    _R.ENOUGH_CONTACT: "Har nok kontakt i forvejen",
    _R.PURPOSE_UNCLEAR: "Vil vide mere om formålet",
    _R.NOT_A_GROUP: "Vil ikke i gruppe",
    _R.NOT_FOR_US: "Kan ikke se sig selv i det",
    _R.LANGUAGE: "Andet sprog eller tolk",
    _R.PRIVACY: "Vil holde det privat",
    _R.OTHER_HELP: "Får hjælp et andet sted",
    _R.INFECTION: "Utryg ved smitte",
    _R.UNKNOWN_NURSE: "Kender ikke sundhedsplejersken",
    _R.NOT_STATED: "Ønsker ikke at svare",
}
