"""Stories of a nurse and the families who wait for a human."""

import asyncio
from datetime import timedelta

from domain.accounts import Role
from storage import tables as t
from tests.web.office import Office

PHONE = "+4500000012"


async def waiting_family(office: Office, said: str = "Jeg vil gerne tale med en sundhedsplejerske") -> int:
    """A family of Anna's that asked for a human."""
    family = office.town.family(PHONE, nurse=office.anna, name="Alma")
    await office.town.says(PHONE, said)
    return family


async def test_a_family_that_asks_for_a_human_stands_on_her_list(office: Office) -> None:
    await waiting_family(office)
    page = await (await office.logged_in("anna")).opens("/waiting")
    assert "Vil tale med et menneske Alma" in page.words
    assert "»Jeg vil gerne tale med en sundhedsplejerske«" in page.words
    assert "1 venter" in page.words


async def test_the_list_quotes_what_came_last_whatever_number_its_row_has(office: Office) -> None:
    """Two hosts take numbers from blocks of their own: the later message may have the smaller one."""
    await waiting_family(office)
    office.town.clock.at += timedelta(minutes=5)
    await office.town.says(PHONE, "Det haster lidt")
    earlier, later = office.town.rows(t.inbox, "id")
    office.town.change(t.inbox, later, id=earlier - 1)
    page = await (await office.logged_in("anna")).opens("/waiting")
    assert "»Det haster lidt«" in page.words


async def test_distress_is_on_top_and_marked(office: Office) -> None:
    await waiting_family(office)
    other = office.town.family("+4500000013", nurse=office.anna, name="Noah")
    await office.town.says("+4500000013", "jeg kan ikke mere, jeg gør skade på mig selv")
    page = await (await office.logged_in("anna")).opens("/waiting")
    assert page.words.index("Noah") < page.words.index("Alma")
    assert "Har brug for dig nu" in page.words
    page = await (await office.logged_in("anna")).opens(f"/families/{other}")
    assert "Alt automatisk er sat på pause" in page.words


async def test_letters_and_calls_are_not_among_those_who_wait(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    office.task("letter", family, office.anna)
    office.task("call", family, office.anna)
    assert "Ingen venter" in (await (await office.logged_in("anna")).opens("/waiting")).words


async def test_the_conversation_is_shown_in_order_with_the_words_that_decided(office: Office) -> None:
    family = await waiting_family(office)
    page = await (await office.logged_in("anna")).opens(f"/families/{family}")
    asked = page.words.index("Jeg vil gerne tale med en sundhedsplejerske")
    answered = page.words.index("En sundhedsplejerske læser din besked")
    assert asked < answered
    because = office.town.rows(t.inbox, "because")[0]
    assert because
    assert f"Forstået ud fra: {because}" in page.words


async def test_a_cpr_number_never_reaches_the_page(office: Office) -> None:
    family = await waiting_family(
        office, "Ring til mig, mit cpr er 010190-1234. Jeg vil tale med et menneske"
    )
    page = await (await office.logged_in("anna")).opens(f"/families/{family}")
    assert "Ring til mig" in page.words
    assert "1234" not in page.html


async def test_what_a_family_writes_is_never_markup(office: Office) -> None:
    family = await waiting_family(office, "<script>alert(1)</script> jeg vil tale med et menneske")
    page = await (await office.logged_in("anna")).opens(f"/families/{family}")
    assert "<script>alert" not in page.html
    assert "&lt;script&gt;" in page.html


async def test_a_text_to_both_parents_is_shown_once_with_both_names(office: Office) -> None:
    office.town.times(
        office.anna, "2026-05-08T09:00", "2026-05-11T13:00", "2026-05-12T09:00", "2026-05-13T09:00"
    )
    family = office.town.family(PHONE, "+4500000032", nurse=office.anna)
    for guardian, name in zip(
        office.town.rows(t.guardian, "id", family_id=family), ("Mette", "Lars"), strict=True
    ):
        office.town.change(t.guardian, guardian, name=name)
    await office.town.invite()
    page = await (await office.logged_in("anna")).opens(f"/families/{family}")
    assert len(office.town.reads(PHONE)) == len(office.town.reads("+4500000032")) == 1
    assert page.words.count("Gratis og frivilligt") == 1
    assert "til Mette og Lars" in page.words


async def test_she_answers_and_the_family_reads_her_own_words(office: Office) -> None:
    family = await waiting_family(office)
    anna = await office.logged_in("anna")
    page = await anna.presses(
        await anna.opens(f"/families/{family}"),
        "Send",
        text="Hej. Jeg ringer til jer i dag kl. 14.",
        language="da",
    )
    assert "Din besked er sendt" in page.words
    await office.town.service.settle()
    assert office.town.last(PHONE) == "Hej. Jeg ringer til jer i dag kl. 14."
    row = office.town.rows(t.outbox)[-1]
    assert (row.occasion, row.key, row.language, row.parts) == ("staff", "staff.writes", "da", 1)
    assert ("family.answered", family) in [(a.event, a.family_id) for a in office.town.rows(t.audit)]


async def test_words_to_think_about_are_shown_first_and_may_be_sent_all_the_same(office: Office) -> None:
    family = await waiting_family(office)
    anna = await office.logged_in("anna")
    text = "Hej. Alma er udsat, se www.eksempel.dk"
    page = await anna.presses(await anna.opens(f"/families/{family}"), "Send", text=text, language="da")
    assert "Se lige på teksten igen" in page.words
    for warning in ("stemplende: »udsat«", "Et link", "Et navn eller en adresse"):
        assert warning in page.words
    assert text in page.html, "what she typed is still there"
    assert [row for row in office.town.rows(t.outbox) if row.occasion == "staff"] == []
    page = await anna.presses(page, "Send alligevel", text=text, language="da")
    assert "Din besked er sendt" in page.words
    assert office.town.rows(t.outbox)[-1].text == text


async def test_the_childs_first_name_alone_is_a_name(office: Office) -> None:
    family = office.town.family("+4500000034", nurse=office.anna, name="Alma Opdigtet Jensen")
    anna = await office.logged_in("anna")
    page = await anna.opens(f"/families/{family}")
    page = await anna.presses(page, "Send", text="Hvordan er Almas søvn?", language="da")
    assert "Et navn eller en adresse" in page.words


async def test_a_text_changed_after_the_warning_is_looked_at_again(office: Office) -> None:
    family = await waiting_family(office)
    anna = await office.logged_in("anna")
    page = await anna.opens(f"/families/{family}")
    page = await anna.presses(page, "Send", text="Se www.eksempel.dk", language="da")
    assert "Et link" in page.words
    page = await anna.presses(page, "Send alligevel", text="I er udsat, se www.eksempel.dk", language="da")
    assert "»udsat«" in page.words
    assert [row for row in office.town.rows(t.outbox) if row.occasion == "staff"] == []
    page = await anna.presses(page, "Send alligevel", text="Se eksempel paa kontoret", language="da")
    assert "Din besked er sendt" in page.words, "what she mended needs no second look"


async def test_two_colleagues_who_press_send_at_once_send_one_text(office: Office) -> None:
    """The second hears kindly who was faster, sees what she wrote, and keeps her own words."""
    family = await waiting_family(office)
    office.staff("eva", Role.NURSE, office.anna)
    anna, eva = await office.logged_in("anna"), await office.logged_in("eva")
    pages = [await anna.opens(f"/families/{family}"), await eva.opens(f"/families/{family}")]
    first, second = await asyncio.gather(
        anna.presses(pages[0], "Send", text="Hej, jeg ringer kl. 14.", language="da"),
        eva.presses(pages[1], "Send", text="Hej, det er Eva. Hvad drejer det sig om?", language="da"),
    )
    sent = [row.text for row in office.town.rows(t.outbox) if row.occasion == "staff"]
    assert len(sent) == 1
    told, mine = (second, "det er Eva") if "jeg ringer" in sent[0] else (first, "jeg ringer")
    faster = "Anna" if told is second else "Eva"
    assert told.status == 409
    assert f"{faster} har lige svaret" in told.words
    assert sent[0] in told.words, "what the colleague wrote stands in the conversation"
    assert mine in told.words, "her own text is not lost"
    again = await (eva if told is second else anna).presses(told, "Send", text="Og vi ses.", language="da")
    assert "Din besked er sendt" in again.words
    assert len([row for row in office.town.rows(t.outbox) if row.occasion == "staff"]) == 2


async def test_a_double_press_is_one_message_and_no_reproach(office: Office) -> None:
    family = await waiting_family(office)
    anna = await office.logged_in("anna")
    page = await anna.opens(f"/families/{family}")
    for _ in range(2):
        done = await anna.presses(page, "Send", text="Hej, jeg ringer.", language="da")
        assert (done.status, "Din besked er sendt" in done.words) == (200, True)
    assert len([row for row in office.town.rows(t.outbox) if row.occasion == "staff"]) == 1


async def test_nothing_and_too_much_are_refused(office: Office) -> None:
    family = await waiting_family(office)
    anna = await office.logged_in("anna")
    page = await anna.opens(f"/families/{family}")
    assert "Skriv en besked først" in (await anna.presses(page, "Send", text="  \r\n ", language="da")).words
    form, sent = page.form("Send")
    too_much = await anna.posts(form.action, sent | {"text": "a" * 1001, "language": "da"})
    assert "Beskeden er for lang" in too_much.words
    assert [row for row in office.town.rows(t.outbox) if row.occasion == "staff"] == []


async def test_line_breaks_of_a_form_are_line_breaks_of_an_sms(office: Office) -> None:
    family = await waiting_family(office)
    anna = await office.logged_in("anna")
    await anna.presses(await anna.opens(f"/families/{family}"), "Send", text="Hej\r\nVi ses ", language="da")
    assert office.town.rows(t.outbox)[-1].text == "Hej\nVi ses"


async def test_a_parent_who_said_stop_cannot_be_written_to(office: Office) -> None:
    family = await waiting_family(office)
    anna = await office.logged_in("anna")
    page = await anna.opens(f"/families/{family}")
    await office.town.says(PHONE, "STOP")
    refused = await anna.presses(page, "Send", text="Hej igen", language="da")
    assert "Ring i stedet" in refused.words
    assert "Send" not in [words for form in refused.read.forms for _, _, words in form.buttons]
    assert office.town.reads(PHONE)[-1] != "Hej igen"


async def test_after_handing_back_the_automation_answers_again(office: Office) -> None:
    office.town.times(
        office.anna, "2026-05-08T09:00", "2026-05-11T13:00", "2026-05-12T09:00", "2026-05-13T09:00"
    )
    family = office.town.family(PHONE, nurse=office.anna)
    await office.town.invite()
    await office.town.says(PHONE, "Jeg vil tale med et menneske")
    await office.town.says(PHONE, "ja tak")
    assert office.town.bookings(family) == [], "while a human has the conversation nothing is booked"
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens(f"/families/{family}"), "Giv tilbage")
    assert page.path == "/waiting"
    assert "Samtalen er givet tilbage" in page.words
    assert "Ingen venter" in page.words
    answer = await office.town.says(PHONE, "ja tak")
    assert "1: " in answer
    await office.town.says(PHONE, "1")
    assert [state for state, _ in office.town.bookings(family)] == ["booked"]
    task = office.town.rows(t.task, kind="hand_over")[0]
    account = office.town.rows(t.account, "id", login="anna")[0]
    assert (task.result, task.done_by) == ("handed_back", account)


async def test_handing_back_thaws_a_family_in_distress(office: Office) -> None:
    family = await waiting_family(office, "jeg kan ikke mere, jeg gør skade på mig selv")
    assert office.town.rows(t.family, "frozen_at", id=family)[0] is not None
    anna = await office.logged_in("anna")
    await anna.presses(await anna.opens(f"/families/{family}"), "Giv tilbage")
    assert office.town.rows(t.family, "frozen_at", id=family) == [None]
    assert office.town.rows(t.guardian, "handed_over_at", family_id=family) == [None]
    assert [row for row in office.town.rows(t.task) if row.done_at is None] == []


async def test_when_she_writes_first_the_answer_is_hers(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna, name="Alma")
    anna = await office.logged_in("anna")
    await anna.presses(
        await anna.opens(f"/families/{family}"), "Send", text="Passer det kl. 14?", language="da"
    )
    await office.town.service.settle()
    before = len(office.town.reads(PHONE))
    await office.town.says(PHONE, "Ja, det passer fint")
    assert len(office.town.reads(PHONE)) == before, "the automation keeps out of it"
    page = await anna.opens("/waiting")
    assert "»Ja, det passer fint«" in page.words


async def test_other_tasks_are_ticked_off(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    office.task("undelivered", family, office.anna)
    anna = await office.logged_in("anna")
    page = await anna.opens(f"/families/{family}")
    assert "Ring, eller send et brev" in page.words
    page = await anna.presses(page, "Klaret")
    assert "Opgaven er klaret" in page.words
    assert office.town.rows(t.task, "result") == ["done"]


async def test_a_task_that_a_colleague_has_done_is_told_kindly(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    task = office.task("undelivered", family, office.anna)
    anna = await office.logged_in("anna")
    page = await anna.opens(f"/families/{family}")
    office.town.change(t.task, task, done_at=office.town.clock.now())
    assert (await anna.presses(page, "Klaret")).status == 404


async def test_the_list_renews_itself_without_the_rest_of_the_page(office: Office) -> None:
    await waiting_family(office)
    anna = await office.logged_in("anna")
    part = await anna.opens("/waiting/list", **{"HX-Request": "true"})
    assert "Alma" in part.words
    assert "<html" not in part.html
