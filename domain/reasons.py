"""Why a family says no: the codes of the national list of decline reasons, and the answers to each."""

from enum import StrEnum


class DeclineReason(StrEnum):
    """One reason for a no; optional, never pressed for (codes fixed by the product's ``decline-reasons.csv``)."""

    BUSY_NOW = "busy_now"
    TIME_OR_PLACE = "time_or_place"
    CHILDCARE = "childcare"
    OTHER_PARENT = "other_parent"
    TOO_MANY_SESSIONS = "too_many_sessions"
    FINE_NOW = "fine_now"
    ENOUGH_CONTACT = "enough_contact"
    PURPOSE_UNCLEAR = "purpose_unclear"
    NOT_A_GROUP = "not_a_group"
    NOT_FOR_US = "not_for_us"
    LANGUAGE = "language"
    PRIVACY = "privacy"
    OTHER_HELP = "other_help"
    INFECTION = "infection"
    UNKNOWN_NURSE = "unknown_nurse"
    NOT_STATED = "not_stated"
