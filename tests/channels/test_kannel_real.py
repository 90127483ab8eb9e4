"""Our Kannel channel against a real Kannel: what we send is what the phone shows, and the other way round."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from signal import SIGKILL

import pytest

from bot.channels.kannel import KannelChannel
from bot.messages.segments import is_gsm7
from domain.channels import (
    ChannelMisconfigured,
    ChannelName,
    GatewayDown,
    Outgoing,
    Receipt,
    ReceiptStatus,
)
from domain.ids import Municipality, Number, OutboxId
from tests.channels.our_webhook import OurWebhook, our_webhook
from tests.kannel import Kannel, Phone, running_kannel, until_operator_is

FAMILY = "+4500000012"
DANISH = "Hej! Æblet ved åen: svar 1, 2 eller nej – så ringer vi."
GSM_DANISH = "Hej. Passer onsdag d. 13. kl. 10 jer? Svar 1 for ja, 0 for nej. ÆØÅ æøå é ü € [x] {y} ~ | ^ \\"
ARABIC = "مرحبا! هل يناسبكم يوم الأربعاء ١٣ الساعة 10؟ أجيبوا بـ 1 أو 2."


@dataclass
class Conversation:
    """One family's phone, our channel and our webhook, with Kannel between them."""

    kannel: Kannel
    channel: KannelChannel
    webhook: OurWebhook
    phone: Phone

    async def send(self, text: str, outbox_id: int = 7) -> None:
        message = Outgoing(OutboxId(outbox_id), Municipality("hedensted"), Number(FAMILY), text)
        await self.channel.send(message)


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Conversation]:
    async with (
        our_webhook() as webhook,
        running_kannel(webhook.url(ChannelName.KANNEL), tmp_path) as kannel,
    ):
        channel = KannelChannel(kannel.settings, is_gsm7)
        webhook.channel = channel
        yield Conversation(kannel, channel, webhook, kannel.phone(FAMILY))
        await channel.close()


async def test_a_whole_exchange_in_danish_and_arabic(talk: Conversation) -> None:
    await talk.send(GSM_DANISH, 7)
    assert await talk.phone.reads() == GSM_DANISH
    assert {await talk.webhook.next_receipt(), await talk.webhook.next_receipt()} == {
        Receipt(ReceiptStatus.BUFFERED, OutboxId(7)),
        Receipt(ReceiptStatus.DELIVERED, OutboxId(7)),
    }
    talk.phone.says("Ja tak, onsdag passer på en prik – nej, æøå!")
    danish = await talk.webhook.next_inbound()
    assert (danish.sender, danish.text) == (FAMILY, "Ja tak, onsdag passer på en prik – nej, æøå!")

    await talk.send(ARABIC, 8)
    assert await talk.phone.reads() == ARABIC
    talk.phone.says("نعم، شكراً")
    arabic = await talk.webhook.next_inbound()
    assert (arabic.sender, arabic.text) == (FAMILY, "نعم، شكراً")
    assert arabic.provider_id != danish.provider_id
    assert arabic.sent_at is not None
    assert all(request.url.count("secret=") == 1 for request in talk.webhook.requests)


SENT = [
    DANISH,
    "To linjer:\n1 onsdag kl. 10\n2 fredag kl. 13",
    "  mellemrum  før, i midten og efter  ",
    "100 % & +45 = ? # / %41 %d %A",
    "Dzień dobry, Ağustos'ta görüşelim 😀",
    "ሰላም፡ ሮቡዕ ሰዓት 10",
    "Svar 1 for ja. " * 20,
    "ازرق " * 60,
    "€[]" * 40,
]
ANSWERED = [
    "2",
    "  ja  tak ",
    "jeg + min mand & 100 %",
    "linje 1\nlinje 2",
    "так, дякую",
    "ሕራይ",
    "👍",
    "50% = %41",
    "[",
]


async def test_not_one_letter_is_altered_on_the_way(talk: Conversation) -> None:
    for text in SENT:
        await talk.send(text)
        assert await talk.phone.reads() == text
    for text in ANSWERED:
        talk.phone.says(text)
        assert (await talk.webhook.next_inbound()).text == text


async def test_replies_and_receipts_survive_our_restart(talk: Conversation) -> None:
    talk.webhook.down_for = 4
    talk.phone.says("1")
    await talk.send("Tak.", 9)
    assert (await talk.webhook.next_inbound()).text == "1"
    assert await talk.phone.reads() == "Tak."
    assert {(await talk.webhook.next_receipt()).status, (await talk.webhook.next_receipt()).status} == {
        ReceiptStatus.BUFFERED,
        ReceiptStatus.DELIVERED,
    }
    # What our webhook answers Kannel is never sent to the family.
    await talk.phone.stays_silent(0.5)


async def test_a_text_waits_in_kannel_while_the_operator_is_away(talk: Conversation) -> None:
    await talk.kannel.air.disconnect()
    await until_operator_is(talk.kannel.settings, online=False)
    health = await talk.channel.health()
    assert not health.ready
    assert "operator" in health.why_not
    await talk.send("Vi ses i morgen kl. 10.")
    await talk.kannel.air.connect()
    assert await talk.phone.reads() == "Vi ses i morgen kl. 10."
    assert (await talk.channel.health()).ready


async def test_what_kannel_accepted_survives_its_power_cut(talk: Conversation) -> None:
    await talk.kannel.air.disconnect()
    await until_operator_is(talk.kannel.settings, online=False)
    await talk.send("Vi ses i morgen kl. 10.", 11)
    await talk.kannel.stop(SIGKILL)
    await talk.kannel.start()
    assert await talk.phone.reads() == "Vi ses i morgen kl. 10."
    receipts = [await talk.webhook.next_receipt(), await talk.webhook.next_receipt()]
    assert {receipt.outbox_id for receipt in receipts} == {11}
    await talk.phone.stays_silent(0.5)


async def test_a_wrong_password_or_address_is_an_administrators_matter(talk: Conversation) -> None:
    channel = KannelChannel(replace(talk.kannel.settings, password="not-it"), is_gsm7)
    message = Outgoing(OutboxId(7), Municipality("hedensted"), Number(FAMILY), "Hej")
    with pytest.raises(ChannelMisconfigured) as refused:
        await channel.send(message)
    assert FAMILY not in str(refused.value)
    assert "credentials" in (await channel.health()).why_not
    await channel.close()

    absent = KannelChannel(replace(talk.kannel.settings, base_url="http://127.0.0.1:9"), is_gsm7)
    with pytest.raises(GatewayDown):
        await absent.send(message)
    assert "does not answer" in (await absent.health()).why_not
    await absent.close()


async def test_a_caller_without_the_secret_is_forged_and_leaves_nothing(talk: Conversation) -> None:
    forged = KannelChannel(replace(talk.kannel.settings, webhook_secret="another"), is_gsm7)
    talk.webhook.channel = forged
    talk.phone.says("1")
    await talk.phone.stays_silent(1.0)
    assert talk.webhook.inbound.empty()
    talk.webhook.channel = talk.channel
    assert (await talk.webhook.next_inbound()).text == "1"
