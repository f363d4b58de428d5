"""How the things of messages are made."""

from __future__ import annotations

import time

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.application.followers import Followers
from chalicelib.cases.application.ports import CaseStore
from chalicelib.identity.application.blocks import BlockStore
from chalicelib.identity.application.codes import CodeStores
from chalicelib.identity.application.guests import GuestStore
from chalicelib.identity.application.people import AccountStore
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.due_work import Waker
from chalicelib.kernel.faults import Faults
from chalicelib.kernel.keys import Sealer
from chalicelib.messages.application.bell import BellDesk
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.application.messaging import NotificationDesk
from chalicelib.messages.application.pace import Pace
from chalicelib.messages.application.sms_ledger import SmsLedger
from chalicelib.messages.domain.message_policy import MessagePolicy
from chalicelib.messages.domain.templates import Templates
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.places.domain.provinces import Province
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.staff.application.ports import InvitationStore


def register(services: Services) -> None:
    """Messages and their once-only keys, the bell, the notifier."""
    services.register(MessageStore, _messages)
    services.register(MessagePolicy, _message_policy)
    services.register(BellDesk, lambda s: BellDesk(s.get(MessageStore)))
    services.register(NotificationDesk, _notifier)
    services.register(SmsLedger, _sms_ledger)
    services.register(Pace, _pace)
    services.register(Templates, _templates)


def _messages(services: Services) -> MessageStore:
    from chalicelib.messages.adapters.messages import DynamoMessageStore

    table, policy = services.get(Settings).messages_table, services.get(MessagePolicy)
    return DynamoMessageStore(table, services.get(Sealer), policy)


def _templates(_services: Services) -> Templates:
    from chalicelib.messages.adapters.template_files import read_templates

    return read_templates()


def _message_policy(_services: Services) -> MessagePolicy:
    from chalicelib.messages.adapters.message_policy_file import load_message_policy

    return load_message_policy()


def _notifier(services: Services) -> NotificationDesk:
    """Without a second region the first provider stands for both."""
    from chalicelib.messages.adapters.email import SesEmailSender
    from chalicelib.messages.adapters.providers import in_both_regions
    from chalicelib.messages.adapters.sms import SnsSmsSender
    from chalicelib.messages.adapters.tally import MetricTally
    from chalicelib.messages.application.messaging import Letterhead, switch

    settings = services.get(Settings)
    name, address = settings.sms_sender_name, settings.sender_email
    ses, ses_2 = in_both_regions("sesv2", settings.second_region)
    sns, sns_2 = in_both_regions("sns", settings.second_region)
    mail = SesEmailSender(ses, address), SesEmailSender(ses_2, address)
    sms = SnsSmsSender(sns, name), SnsSmsSender(sns_2, name)
    return NotificationDesk(
        clock=services.get(Clock),
        messages=services.get(MessageStore),
        policy=services.get(MessagePolicy),
        followers=services.get(Followers),
        cases=services.get(CaseStore),
        directory=services.get(Directory),
        gazetteer=services.get(Gazetteer),
        accounts=services.get(AccountStore),
        guests=services.get(GuestStore),
        codes=services.get(CodeStores),
        invitations=services.get(InvitationStore),
        blocks=services.get(BlockStore),
        senders=switch(mail, sms),
        letterhead=Letterhead(name, settings.public_url),
        central_agency=services.get(Province).central_agency,
        templates=services.get(Templates),
        sealer=services.get(Sealer),
        tally=MetricTally(),
        faults=services.get(Faults),
        sms_ledger=services.get(SmsLedger),
        pace=services.get(Pace),
        waker=services.get(Waker),
        pause=time.sleep,
    )


def _pace(services: Services) -> Pace:
    from chalicelib.messages.adapters.pace import DynamoPace

    settings = services.get(Settings)
    rates = {
        Channel.EMAIL: int(settings.mail_per_second),
        Channel.SMS: int(settings.sms_per_second),
    }
    return DynamoPace(settings.ledger_table, rates)


def _sms_ledger(services: Services) -> SmsLedger:
    from chalicelib.messages.adapters.sms_ledger import DynamoSmsLedger, load_sms_budget

    settings = services.get(Settings)
    budget = load_sms_budget(settings.province, settings.stage)
    return DynamoSmsLedger(settings.ledger_table, budget)
