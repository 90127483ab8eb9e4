"""A gateway calls: stored and answered as that gateway expects, or refused with nothing stored."""

import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from bot.channels.kannel import KannelChannel, KannelSettings
from bot.channels.twilio import TwilioChannel, TwilioSettings
from bot.inbox import Inbox
from bot.messages.segments import is_gsm7
from domain.channels import Channel, ChannelName
from domain.ids import Municipality
from storage import tables as t
from tests.story import HEDENSTED
from tests.web.office import Office, office_on

PUBLIC_URL = "https://booking.example.dk"
PHONE = "+4500000012"
TOKEN = "not-a-real-token"
