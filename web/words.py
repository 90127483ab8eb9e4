"""The pages' Danish: what a state, a task or a refusal is called by the people who work here."""

from collections.abc import Mapping

from bot.desk import Outcome, Refused
from bot.desk_calls import CallResult
from bot.messages.findings import Rule
from bot.presence_desk import PresenceRefused
from domain.accounts import PasswordFlaw, Role
from domain.decisions import TaskKind
from domain.ids import OfferKey
from domain.offers import Place, Shape
from domain.outcomes import BookingState, InvitationState, MessageState
from domain.settings import MunicipalitySettings

OFFERS: Mapping[str, str] = {
    "visit-15m": "15-månedersbesøg",
    "visit-18m": "1½-årsbesøg",
    "visit-3y": "3-årsbesøg",
    "cosp": "TryghedsCirklen",
    "presence": "Tilstedeværelse i dagtilbud",
    "advice": "Samtale i dagtilbud",
    "pregnancy": "Graviditetsbesøg",
    "need": "Behovsbesøg",
    "transition-1": "Overgangsbesøg 1",
    "transition-2": "Overgangsbesøg 2",
    "transition-3": "Overgangsbesøg 3",
    "joint": "Fællesbesøg",
    "marte-meo": "Marte Meo",
    "parent-panel": "Forældrepanel",
}
"""What an offer without a ``name`` in the settings is called; one that nobody named is called by its key."""

PLACES: Mapping[Place, str] = {
    Place.HOME: "Hjemme hos familien",
    Place.DAYCARE: "I dagtilbuddet",
    Place.SCHOOL: "På skolen",
    Place.OFFICE: "Hos sundhedsplejen",
}

LANGUAGES: Mapping[str, str] = {
    "da": "Dansk",
    "en": "Engelsk",
    "ar": "Arabisk",
    "tr": "Tyrkisk",
    "pl": "Polsk",
    "uk": "Ukrainsk",
    "so": "Somali",
    "ur": "Urdu",
    "fa": "Persisk",
    "ti": "Tigrinya",
    "de": "Tysk",
    "ro": "Rumænsk",
    "lt": "Litauisk",
}

TASKS: Mapping[TaskKind, str] = {
    TaskKind.DISTRESS: "Har brug for dig nu",
    TaskKind.HAND_OVER: "Vil tale med et menneske",
    TaskKind.WRONG_NUMBER: "Forkert nummer",
    TaskKind.NO_TIMES: "Mangler ledige tider",
    TaskKind.UNDELIVERED: "Beskeden kom ikke frem",
    TaskKind.STOPPED_WITH_BOOKING: "Har sagt STOP, men har en aftale",
    TaskKind.MOVED_AWAY: "Er flyttet",
    TaskKind.CONSULT: "Tal med en kollega først",
    TaskKind.COURSE_TOO_SMALL: "Kurset mangler deltagere",
    TaskKind.LETTER: "Brev",
    TaskKind.CALL: "Opkald",
}

WHAT_NOW: Mapping[TaskKind, str] = {
    TaskKind.DISTRESS: "Familien har fået et fast svar med 112 og vagtens nummer. Alt automatisk er sat på pause, "
    "til du giver samtalen tilbage. Ring til familien.",
    TaskKind.HAND_OVER: "Svar her eller ring. Giv samtalen tilbage, når du er færdig.",
    TaskKind.WRONG_NUMBER: "Nummeret tilhører en anden. Der sendes ikke mere til det. Find det rigtige nummer.",
    TaskKind.NO_TIMES: "Familien vil gerne, men der er ingen ledige tider. Opret en tid, eller ring.",
    TaskKind.UNDELIVERED: "Nummeret virker ikke. Ring, eller send et brev.",
    TaskKind.STOPPED_WITH_BOOKING: "Aftalen står ved magt, men familien får ingen påmindelser. Ring, hvis den ændres.",
    TaskKind.CONSULT: "Familien har haft to besøg af denne slags og er tilbudt et mere. Tal med en kollega eller din "
    "leder om, hvad der hjælper familien bedst. Familien får intet at vide om det.",
    TaskKind.COURSE_TOO_SMALL: "Fristen er gået, og der er for få på kurset. Vent, læg det sammen med et andet, "
    "eller tilbyd det hjemme hos familierne.",
    TaskKind.MOVED_AWAY: "Familien skriver, at den er flyttet. Alt åbent er lukket. Ret adressen i journalen.",
}

VISITS: Mapping[BookingState, str] = {
    BookingState.BOOKED: "Aftalt",
    BookingState.COMPLETED: "Holdt",
    BookingState.ABORTED: "Afbrudt",
    BookingState.NO_SHOW: "Ikke hjemme",
    BookingState.CANCELLED_BY_FAMILY: "Aflyst af familien",
    BookingState.CANCELLED_BY_SERVICE: "Aflyst af os",
    BookingState.MOVED: "Flyttet",
}

INVITATIONS: Mapping[InvitationState, str] = {
    InvitationState.PLANNED: "Planlagt",
    InvitationState.SENT: "Afventer svar",
    InvitationState.ACCEPTED: "Ja tak",
    InvitationState.DECLINED: "Nej tak",
    InvitationState.DEFERRED: "Ikke nu",
    InvitationState.NO_CONTACT: "Ingen kontakt",
    InvitationState.UNDELIVERABLE: "Kunne ikke leveres",
    InvitationState.WRONG_NUMBER: "Forkert nummer",
    InvitationState.MOVED_AWAY: "Flyttet fra kommunen",
    InvitationState.WITHDRAWN: "Trukket tilbage",
}

MESSAGES: Mapping[MessageState, str] = {
    MessageState.QUEUED: "Venter på at blive sendt",
    MessageState.SENDING: "Sendes",
    MessageState.SENT: "Sendt",
    MessageState.DELIVERED: "Leveret",
    MessageState.FAILED: "Kom ikke frem",
    MessageState.DROPPED: "Ikke sendt",
    MessageState.IN_DOUBT: "Måske sendt",
}

ROLES: Mapping[Role, str] = {
    Role.NURSE: "Sundhedsplejerske",
    Role.COURSE_LEADER: "Forløbsleder",
    Role.LEADER: "Leder",
    Role.ADMINISTRATOR: "Administrator",
}

REFUSED: Mapping[Refused | PresenceRefused, str] = {
    Refused.GONE: "Det findes ikke længere. Måske har en kollega allerede gjort det.",
    Refused.ENDED: "Besøget har allerede et andet resultat, som ikke kan rettes til dette.",
    Refused.FREED: "Familien er ved at finde en ny tid.",
    Refused.NOT_YET: "Dagen for besøget er ikke kommet endnu.",
    Refused.FROZEN: "Samtalen er sat på pause, fordi familien måske er i nød. Giv den først tilbage.",
    Refused.STOPPED: "Der må ikke skrives til denne forælder (STOP, eller intet nummer). Ring i stedet.",
    Refused.EMPTY: "Skriv en besked først.",
    Refused.TOO_LONG: "Beskeden er for lang. Højst 1.000 tegn.",
    Refused.PAST: "Tidspunktet er allerede gået.",
    Refused.HOLIDAY: "Der holdes ikke besøg på weekend- og helligdage.",
    Refused.NO_SUCH_HOUR: "Klokkeslættet findes ikke entydigt den dag, fordi uret stilles om.",
    Refused.OVERLAPS: "Du har allerede en tid, der overlapper.",
    Refused.TAKEN: "En familie har booket tiden. Flyt besøget først.",
    Refused.ANSWERED: "En kollega har lige svaret. Din besked er ikke sendt.",
    Refused.AGREED: "Familien har allerede en aftale.",
    PresenceRefused.OFF: "Tiden er allerede aflyst.",
    PresenceRefused.OVER: "Tiden er begyndt. Registrér i stedet, hvad der blev til noget.",
    PresenceRefused.NOT_A_NUMBER: "Skriv et antal fra 0 til 500.",
}

DONE: Mapping[str, str] = {
    Outcome.HELD: "Besøget er registreret som holdt.",
    Outcome.NOT_HOME: "Registreret: Ikke hjemme.",
    Outcome.MOVED: "Tiden er givet fri, og familien har fået nye tider at vælge imellem.",
    Outcome.MOVED_BY_US: "Tiden er givet fri, og familien har fået nye tider at vælge imellem.",
    "sent": "Din besked er sendt.",
    "handed-back": "Samtalen er givet tilbage. Automatikken svarer igen.",
    "finished": "Opgaven er klaret.",
    CallResult.REACHED: "Registreret: Talt med familien.",
    CallResult.NOT_REACHED: "Registreret: Ikke truffet.",
    CallResult.WANTS_TIME: "Familien har fået tider at vælge imellem.",
    CallResult.BOOKED: "Tiden er booket.",
    CallResult.LATER: "Registreret: Ikke nu. Familien bliver spurgt igen.",
    CallResult.SAYS_NO: "Registreret: Familien siger nej tak.",
    CallResult.MOVED_AWAY: "Registreret: Familien er flyttet fra kommunen.",
    "time-added": "Tiden er oprettet.",
    "time-closed": "Tiden er lukket.",
    "window-cancelled": "Tiden er aflyst. Forældrene får besked.",
    "drop-ins-counted": "Antallet er gemt.",
    "meeting-registered": "Mødet er registreret.",
    "offer-begun": "Tilbuddet er i gang. Familien får to tider at vælge imellem.",
    "offer-waits": "Tilbuddet venter, til det, der er i gang, er slut. Så begynder det af sig selv.",
    "nurse-wish": "Ønsket er gemt.",
    "child": "Barnet er registreret.",
    "password": "Din adgangskode er ændret.",
    "course-planned": "Holdet er oprettet. Familierne bliver spurgt, så snart vi må skrive.",
    "course-changed": "Ændringen er gemt, og alle med plads får besked.",
    "course-left": "Familien er taget af holdet.",
    "course-hold": "Holdet holdes med dem, der er på.",
    "course-wait": "Holdet venter til den nye frist.",
    "course-merge": "Holdet er lagt sammen med det andet. Familierne får besked.",
    "course-individual": "Familierne får besked og står på opkaldslisten om et forløb hjemme.",
    "course-cancel": "Holdet er aflyst af os. Familierne får besked og står først på listen.",
    "course-end": "Holdet er afsluttet. Forældrene får tre korte spørgsmål.",
    "course-family": "Det er noteret. Familierne får det ikke at vide.",
    "attendance-noted": "Fremmødet er noteret.",
}
"""What a page says after something was done; the codes travel in the address, the words never."""

CALLS: Mapping[CallResult, str] = {
    CallResult.NOT_REACHED: "Ikke truffet",
    CallResult.REACHED: "Talt med",
    CallResult.WANTS_TIME: "Vil gerne: send tider",
    CallResult.BOOKED: "Vil gerne: book tiden nu",
    CallResult.LATER: "Ikke nu: spørg igen senere",
    CallResult.SAYS_NO: "Siger nej tak",
    CallResult.MOVED_AWAY: "Er flyttet fra kommunen",
}

LOG_IN_REFUSED = (
    "Det kunne vi ikke logge ind med. Prøv igen. Efter flere forsøg skal du vente lidt; "
    "din administrator kan give dig en ny adgangskode."
)
"""One and the same sentence, whatever was wrong."""

PASSWORD_FLAWS: Mapping[PasswordFlaw, str] = {
    PasswordFlaw.OLD_IS_WRONG: "Den nuværende adgangskode er forkert.",
    PasswordFlaw.TOO_SHORT: "Den nye adgangskode skal have mindst 12 tegn.",
    PasswordFlaw.TOO_LONG: "Den nye adgangskode må højst have 200 tegn.",
    PasswordFlaw.HOLDS_LOGIN: "Den nye adgangskode må ikke indeholde dit brugernavn.",
    PasswordFlaw.SAME_AS_BEFORE: "Den nye adgangskode skal være en anden end den gamle.",
}

WARNINGS: Mapping[Rule, str] = {
    Rule.NEVER_WORD: "Ord, der kan virke stemplende",
    Rule.LINK: "Et link. Familier kan ikke se, om det er ægte.",
    Rule.CPR: "Noget, der ligner et CPR-nummer",
    Rule.PERSONAL: "Et navn eller en adresse. Alle, der ser telefonen, kan læse det.",
    Rule.CHARACTER: "Specialtegn, der gør sms'en dyrere eller ikke kan vises",
    Rule.PARTS: "Beskeden er lang og bliver til mange sms'er.",
}

ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("Det forstod vi ikke", "Gå tilbage, og prøv igen."),
    401: ("Du er ikke logget ind", "Log ind, og prøv igen."),
    403: ("Det har du ikke adgang til", "Siden er for andre roller, eller også er formularen udløbet."),
    404: (
        "Siden findes ikke",
        "Måske er den flyttet, eller også hører familien til et distrikt, du ikke arbejder i.",
    ),
    405: ("Det kan man ikke her", "Gå til forsiden, og prøv derfra."),
    413: ("Det fylder for meget", "Prøv med mindre."),
    500: ("Noget gik galt hos os", "Det er noteret. Prøv igen om lidt."),
    503: ("Vi kan ikke gemme lige nu", "Det, du sendte, er ikke gemt. Prøv igen om lidt."),
}


def offer_name(key: str, place: MunicipalitySettings | None = None) -> str:
    """What an offer is called on the pages: the municipality's own name for it, ours, or its key."""
    own = place.offers.get(OfferKey(key)) if place is not None else None
    return (own.name if own is not None else "") or OFFERS.get(key, key)


def held_name(key: str, place: MunicipalitySettings) -> str:
    """What the figure of the completed is called: visits are held, a course is completed."""
    own = place.offers.get(OfferKey(key))
    return _HELD.get(own.shape, "Besøg holdt") if own is not None else "Gennemført"


_HELD: Mapping[Shape, str] = {Shape.COURSE: "Forløb gennemført", Shape.PRESENCE: "Samtaler holdt"}
