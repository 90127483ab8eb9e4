"""Why a row was not taken, in one sentence each, in English and Danish: what is wrong and what to write."""

from dataclasses import dataclass

from domain.cpr import mask_cpr
from domain.ids import LANGUAGES

LONGEST_ECHO = 40

_CODES = ", ".join(LANGUAGES)

SENTENCES: dict[str, tuple[str, str]] = {
    # The line itself
    "quotes": (
        "The quotation marks on this line do not match; remove them or write each twice.",
        "Anførselstegnene på linjen passer ikke sammen; fjern dem, eller skriv hvert af dem to gange.",
    ),
    "cell_count": (
        "The line has {found} cells, the header has {wanted}; a separator is missing or too many.",
        "Linjen har {found} felter, men overskriften har {wanted}; der mangler et skilletegn eller er et for meget.",
    ),
    # Any cell
    "cpr": (
        "The column {column} seems to hold a CPR number; CPR numbers are not stored here, use a reference of your own.",
        "Kolonnen {column} ser ud til at indeholde et CPR-nummer; de gemmes ikke her, brug jeres eget nummer.",
    ),
    "empty": ("The column {column} is empty; it is needed.", "Kolonnen {column} er tom; den skal udfyldes."),
    "too_long": (
        "The column {column} is too long; write {longest} characters at most.",
        "Kolonnen {column} er for lang; skriv højst {longest} tegn.",
    ),
    "unprintable": (
        "The column {column} has a line break or an invisible character; write it on one line.",
        "Kolonnen {column} har et linjeskift eller et usynligt tegn; skriv det på én linje.",
    ),
    "date": (
        'The column {column} says "{value}", which is no date; write 2026-05-12 or 12-05-2026.',
        'I kolonnen {column} står "{value}", som ikke er en dato; skriv 2026-05-12 eller 12-05-2026.',
    ),
    "future": (
        "The date in {column} lies in the future.",
        "Datoen i {column} ligger i fremtiden.",
    ),
    "number": (
        'The column {column} says "{value}"; write a whole number from {lowest} to {highest}.',
        'I kolonnen {column} står "{value}"; skriv et helt tal fra {lowest} til {highest}.',
    ),
    "yes_no": (
        'The column {column} says "{value}"; write yes or no.',
        'I kolonnen {column} står "{value}"; skriv ja eller nej.',
    ),
    # Names that must be known
    "municipality": (
        'The municipality "{value}" is not in the settings.',
        'Kommunen "{value}" findes ikke i indstillingerne.',
    ),
    "district": (
        'The district "{value}" is not in the settings; add it there or correct the spelling.',
        'Distriktet "{value}" findes ikke i indstillingerne; opret det der, eller ret stavemåden.',
    ),
    "daycare": (
        'The daycare "{value}" is not in the settings; add it there or correct the spelling.',
        'Dagtilbuddet "{value}" findes ikke i indstillingerne; opret det der, eller ret stavemåden.',
    ),
    "nurse": (
        'The nurse "{value}" is not in the settings; add her there or correct the spelling.',
        'Sundhedsplejersken "{value}" findes ikke i indstillingerne; opret hende der, eller ret stavemåden.',
    ),
    "nurse_or_partner": (
        'Nobody in the settings is called "{value}", no nurse and no partner; add the person there or '
        "correct the spelling.",
        'Ingen i indstillingerne hedder "{value}", hverken sundhedsplejerske eller samarbejdspartner; opret '
        "personen der, eller ret stavemåden.",
    ),
    "partner_offer": (
        'The partner "{value}" takes no part in that offer; write one of these or leave it empty: {known}.',
        'Samarbejdspartneren "{value}" deltager ikke i det tilbud; skriv et af disse, eller lad feltet være '
        "tomt: {known}.",
    ),
    "partner_capacity": (
        'The time of "{value}" is for one visit at a time; write 1 or leave the capacity empty.',
        'Tiden hos "{value}" er til ét besøg ad gangen; skriv 1, eller lad capacity være tom.',
    ),
    "due_date": (
        "The due date must lie from six weeks ago to 42 weeks ahead; check it.",
        "Terminen skal ligge fra seks uger tilbage til 42 uger frem; kontrollér den.",
    ),
    "offer": (
        'The offer "{value}" is not in the settings; the offers are: {known}.',
        'Tilbuddet "{value}" findes ikke i indstillingerne; tilbuddene er: {known}.',
    ),
    "language": (
        f'The language "{{value}}" is not one of: {_CODES}.',
        f'Sproget "{{value}}" er ikke et af: {_CODES}.',
    ),
    # families.csv
    "phone": (
        "The phone number cannot exist; write eight digits for a Danish number, or the country code with +.",
        "Telefonnummeret findes ikke; skriv otte cifre for et dansk nummer, eller landekoden med +.",
    ),
    "phone_demo": (
        "The phone number is from the block +45 00, which exists in the demo only.",
        "Telefonnummeret begynder med +45 00 og findes kun i demoen.",
    ),
    "too_old": (
        "The child would be over 18 years old; check the birth date.",
        "Barnet ville være over 18 år; kontrollér fødselsdatoen.",
    ),
    "topi": (
        'TOPI says "{value}"; write green, yellow or red, or leave it empty.',
        'I TOPI står "{value}"; skriv grøn, gul eller rød, eller lad feltet være tomt.',
    ),
    "flag": (
        'The flag "{value}" is not known; the flags are: {known}.',
        'Mærket "{value}" kendes ikke; mærkerne er: {known}.',
    ),
    "two_values": (
        "Line {lines} says something else in {column} about the same {who}; only one can be right.",
        "Linje {lines} siger noget andet i {column} om {who_da}; kun det ene kan være rigtigt.",
    ),
    "phone_two_families": (
        "The same phone number stands at another family on line {lines}; it can belong to one family only.",
        "Det samme telefonnummer står ved en anden familie på linje {lines}; det kan kun høre til én familie.",
    ),
    "phone_two_guardians": (
        "The same phone number stands at both parents (line {lines}); write it at the one who reads it.",
        "Det samme telefonnummer står ved begge forældre (linje {lines}); skriv det ved den, der læser beskederne.",
    ),
    "phone_known": (
        "The phone number already belongs to somebody else here; correct it, or change it at the other one first.",
        "Telefonnummeret hører allerede til en anden her; ret det, eller ret det først ved den anden.",
    ),
    "child_known": (
        'The child "{value}" already belongs to another family here; use that family\'s reference.',
        'Barnet "{value}" hører allerede til en anden familie her; brug den families nummer.',
    ),
    "guardian_known": (
        'The guardian "{value}" already belongs to another family here; use that family\'s reference.',
        'Forælderen "{value}" hører allerede til en anden familie her; brug den families nummer.',
    ),
    # slots.csv
    "local_time": (
        'The column {column} says "{value}", which is no time; write 2026-05-12 10:00 or 12-05-2026 10:00.',
        'I kolonnen {column} står "{value}", som ikke er et tidspunkt; skriv 2026-05-12 10:00 eller 12-05-2026 10:00.',
    ),
    "ambiguous": (
        "The time in {column} occurs twice that day because the clocks change; choose another.",
        "Tidspunktet i {column} forekommer to gange den dag, fordi uret stilles; vælg et andet.",
    ),
    "missing_hour": (
        "The time in {column} does not exist that day because the clocks change; choose another.",
        "Tidspunktet i {column} findes ikke den dag, fordi uret stilles; vælg et andet.",
    ),
    "past": ("The time has already begun.", "Tidspunktet er allerede begyndt."),
    "too_far": (
        "The time lies more than two years ahead; check the year.",
        "Tidspunktet ligger mere end to år ude i fremtiden; kontrollér året.",
    ),
    "ends_before": (
        "The end does not lie after the start.",
        "Sluttidspunktet ligger ikke efter starttidspunktet.",
    ),
    "too_long_slot": (
        "The time lasts longer than twelve hours; check start and end.",
        "Tiden varer mere end tolv timer; kontrollér start og slut.",
    ),
    "overlap": (
        "The time overlaps another of the same nurse on line {lines}.",
        "Tiden overlapper en anden for samme sundhedsplejerske på linje {lines}.",
    ),
    "overlap_known": (
        "The time overlaps one that the nurse already has here.",
        "Tiden overlapper en, som sundhedsplejersken allerede har her.",
    ),
    "slot_booked": (
        "A family has booked this time; move or cancel the booking before the time is changed.",
        "En familie har booket tiden; flyt eller aflys aftalen, før tiden ændres.",
    ),
    # history.csv
    "outcome": (
        'The outcome "{value}" is not one of: {known}.',
        'Udfaldet "{value}" er ikke et af: {known}.',
    ),
    "reason": (
        'The reason "{value}" is not one of: {known}.',
        'Årsagen "{value}" er ikke en af: {known}.',
    ),
    "reason_without_no": (
        "A reason stands beside an outcome that is not declined; remove one of them.",
        "Der står en årsag ved et udfald, som ikke er et nej; fjern det ene.",
    ),
    "visit_without_yes": (
        "A completed or aborted date stands beside an outcome that is not accepted; correct one of them.",
        "Der står en dato for gennemført eller afbrudt ved et udfald, som ikke er et ja; ret det ene.",
    ),
    "completed_and_aborted": (
        "The row is both completed and aborted; only one can be true.",
        "Rækken er både gennemført og afbrudt; kun det ene kan være rigtigt.",
    ),
    "before_offered": (
        "The date in {column} lies before offered_on.",
        "Datoen i {column} ligger før offered_on.",
    ),
    "sent_with_date": (
        "An outcome date stands beside sent, which is not an outcome yet; remove it or write the outcome.",
        "Der står en udfaldsdato ved sent, som endnu ikke er et udfald; fjern den, eller skriv udfaldet.",
    ),
    "twice": (
        "The same child has the same offer in the same round on line {lines}, with other values.",
        "Det samme barn har samme tilbud i samme runde på linje {lines} med andre oplysninger.",
    ),
    "invited_here": (
        "The child has been invited to this offer by this program; history is for what was before.",
        "Barnet er inviteret til tilbuddet med dette program; historik er til det, der lå før.",
    ),
}
"""Every reason, once in English and once in Danish; values in braces."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A line that was not taken, and why. Neither sentence shows a phone number, a name or a CPR number."""

    line: int
    code: str
    english: str
    danish: str


def reject(line: int, code: str, **values: str) -> Rejection:
    """The rejection of a line; values are shortened, and what looks like a CPR number in them is masked."""
    safe = {
        name: mask_cpr(value)[:LONGEST_ECHO] if name == "value" else value for name, value in values.items()
    }
    english, danish = SENTENCES[code]
    return Rejection(line, code, english.format(**safe), danish.format(**safe))


def lines(numbers: set[int], but: int) -> str:
    """The other lines of a disagreement, the first three of them."""
    others = sorted(numbers - {but})
    return ", ".join(map(str, others[:3])) + (" …" if len(others) > 3 else "")
