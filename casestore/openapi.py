"""The case store's API, described: what each handler takes and gives, by its name."""

from typing import Any

from aiohttp import web

from casestore.wire.accounts import (
    AccountView,
    Confirmation,
    DeskLanguage,
    Entered,
    ExternalLogIn,
    LogIn,
    NewDisplayName,
    NewPassword,
    Offer,
    Password,
    Proof,
)
from casestore.wire.chats import (
    ChatOpening,
    ChatPage,
    ChatQuery,
    ChatView,
    DeskChanges,
    Queue,
    Transfer,
    Watch,
)
from casestore.wire.conversations import (
    After,
    Alive,
    Answered,
    Changes,
    ChatMessage,
    Checked,
    ChosenLanguage,
    ConversationState,
    ConversationView,
    Forgotten,
    NewCode,
    NewConversation,
    NewMessage,
    Opened,
    Queued,
    Refused,
    Renewal,
    Renewed,
    Said,
    Sent,
    Since,
    StaffWish,
    Turn,
    TypedCode,
)
from casestore.wire.due import DueOn, ReceivedOn
from casestore.wire.feedback import (
    FeedbackItem,
    FeedbackPage,
    FeedbackQuery,
    NewFeedback,
    Phrase,
    Review,
)
from casestore.wire.numbers import NumbersView, Silences
from casestore.wire.requests import (
    Assignment,
    CallKey,
    Change,
    Count,
    Extension,
    NewRequest,
    RecordedRequest,
    Remark,
    RequestCard,
    RequestFilter,
    RequestPage,
    RequestQuery,
    RequestSearch,
    RequestView,
    SentMails,
    TrailProof,
    Transition,
)
from casestore.wire.retention import Before, Due, Expired, StaleChats, Sweeping, Swept
from casestore.wire.staff import Colleagues, IssuedToken, Loaded, NewCustomer, NewStaff, StaffMember
from settings.openapi import JSON, Api, Operation

_OURS = ("service",)
_STAFF = ("service", "staff")
_VISITOR = ("service", "conversation")
_BODY = (403, 413, 422)
_CHANGE = (401, 403, 404, 409, 413, 422)


def _act(takes: Any, gives: Any = RequestView) -> Operation:
    """A change of one request, or of one chat, by staff."""
    return Operation(gives, takes, headers=CallKey, errors=_CHANGE, proofs=_STAFF)


def _own(gives: Any, takes: Any = None) -> Operation:
    """What staff do about their own account, with the token of a session."""
    return Operation(gives, takes, errors=(401, *_BODY), proofs=_STAFF)


_OPERATIONS = {
    "describe": Operation(dict[str, Any], errors=(403,), proofs=_OURS),
    "healthy": Operation(Alive),
    "ready": Operation(dict[str, bool]),
    "metrics": Operation(str, errors=(404,), media_type="text/plain"),
    "open_conversation": Operation(Opened, NewConversation, 201, errors=_BODY, proofs=_OURS),
    "view_conversation": Operation(ConversationView, errors=(401, 403, 404, 422), proofs=_VISITOR),
    "forget_conversation": Operation(Forgotten, errors=(401, 403, 404, 422), proofs=_VISITOR),
    "renew_token": Operation(Renewed, Renewal, errors=_CHANGE, proofs=_OURS),
    "take_turn": Operation(Turn, Said, errors=_CHANGE, proofs=_OURS),
    "add_messages": Operation(
        list[ChatMessage], list[NewMessage], query=Answered, errors=(404, 409, *_BODY), proofs=_OURS
    ),
    "list_messages": Operation(list[ChatMessage], query=After, errors=(401, 403, 404, 422), proofs=_VISITOR),
    "changes": Operation(Changes, query=Since, errors=(401, 403, 404, 422), proofs=_VISITOR),
    "choose_language": Operation(
        ConversationState, ChosenLanguage, errors=(401, 404, *_BODY), proofs=_VISITOR
    ),
    "visitor_types": Operation(dict[str, Any], errors=(401, 403, 404, 422), proofs=_VISITOR),
    "ask_for_staff": Operation(Queued, StaffWish, errors=(404, *_BODY), proofs=_OURS),
    "file_request": Operation(RequestCard, NewRequest, 201, errors=(404, 409, *_BODY), proofs=_OURS),
    "request_cards": Operation(list[RequestCard], errors=(403, 404, 422), proofs=_OURS),
    "request_card": Operation(RequestCard, errors=(403, 404, 422), proofs=_OURS),
    "change_request": Operation(RequestCard, Change, errors=(404, 409, *_BODY), proofs=_OURS),
    "send_code": Operation(Sent, NewCode, errors=(404, *_BODY), proofs=_OURS),
    "check_code": Operation(Checked, TypedCode, errors=(404, *_BODY), proofs=_OURS),
    "list_requests": Operation(RequestPage, query=RequestQuery, errors=(403, 422), proofs=_OURS),
    "count_requests": Operation(Count, query=RequestFilter, errors=(403, 422), proofs=_OURS),
    "export_requests": Operation(
        str, query=RequestSearch, errors=(401, 403, 422), proofs=_STAFF, media_type="text/csv"
    ),
    "list_mails": Operation(SentMails, errors=(401, 403, 404, 422), proofs=_STAFF),
    "prove_trail": Operation(TrailProof, errors=(401, 403, 404, 422), proofs=_STAFF),
    "list_colleagues": Operation(Colleagues, errors=(401, 403), proofs=_STAFF),
    "open_request": Operation(RequestView, errors=(401, 403, 404, 422), proofs=_STAFF),
    "record_request": Operation(
        RequestView, RecordedRequest, 201, headers=CallKey, errors=(401, 409, *_BODY), proofs=_STAFF
    ),
    "move_request": _act(Transition),
    "extend_request": _act(Extension),
    "pause_request": _act(Remark),
    "resume_request": _act(Remark),
    "assign_request": _act(Assignment),
    "note_request": _act(Remark),
    "list_chats": Operation(ChatPage, query=ChatQuery, errors=(401, 403, 422), proofs=_STAFF),
    "count_chats": Operation(Queue, errors=(401, 403, 422), proofs=_STAFF),
    "watch_chats": Operation(DeskChanges, query=Watch, errors=(401, 403, 422), proofs=_STAFF),
    "transfer_chat": _act(Transfer, ChatView),
    "staff_types": Operation(dict[str, Any], errors=(401, 403, 404, 409, 422), proofs=_STAFF),
    "open_chat": Operation(ChatView, query=ChatOpening, errors=(401, 403, 404, 422), proofs=_STAFF),
    "claim_chat": _act(None, ChatView),
    "say_in_chat": _act(Remark, ChatView),
    "note_chat": _act(Remark, ChatView),
    "release_chat": _act(None, ChatView),
    "close_chat": _act(None, ChatView),
    "give_feedback": Operation(FeedbackItem, NewFeedback, 201, errors=(401, *_BODY), proofs=_STAFF),
    "list_feedback": Operation(FeedbackPage, query=FeedbackQuery, errors=(401, 403, 422), proofs=_STAFF),
    "feedback_phrases": Operation(list[Phrase], errors=(401, 403, 422), proofs=_STAFF),
    "review_feedback": Operation(FeedbackItem, Review, errors=_CHANGE, proofs=_STAFF),
    "numbers": Operation(NumbersView, errors=(401, 403, 422), proofs=_STAFF),
    "silences": Operation(Silences, errors=(401, 403, 422), proofs=_STAFF),
    "due": Operation(DueOn, query=ReceivedOn, errors=(403, 422), proofs=_OURS),
    "list_stale_chats": Operation(StaleChats, query=Before, errors=(403, 422), proofs=_OURS),
    "expire_chat": Operation(Expired, query=Before, errors=(403, 404, 422), proofs=_OURS),
    "take_turn_to_sweep": Operation(Due, errors=(403, 422), proofs=_OURS),
    "sweep": Operation(Swept, Sweeping, errors=_BODY, proofs=_OURS),
    "load_customers": Operation(Loaded, list[NewCustomer], errors=_BODY, proofs=_OURS),
    "add_staff": Operation(StaffMember, NewStaff, 201, errors=(409, *_BODY), proofs=_OURS),
    "issue_token": Operation(IssuedToken, status=201, errors=(403, 404, 409, 422), proofs=_OURS),
    "log_in": Operation(Entered, LogIn, errors=_BODY, proofs=_OURS),
    "log_in_externally": Operation(Entered, ExternalLogIn, errors=(409, *_BODY), proofs=_OURS),
    "prove_second_factor": _own(Entered, Proof),
    "view_account": _own(AccountView),
    "log_out": _own(dict[str, Any]),
    "log_out_everywhere": _own(dict[str, Any]),
    "end_session": _own(dict[str, Any]),
    "change_password": _own(Entered, NewPassword),
    "change_display_name": _own(dict[str, Any], NewDisplayName),
    "choose_desk_language": _own(dict[str, Any], DeskLanguage),
    "offer_second_factor": _own(Offer, Password),
    "confirm_second_factor": _own(Confirmation, Proof),
    "remove_second_factor": _own(Entered, Password),
    "who_am_i": Operation(StaffMember, errors=(401, 403, 422), proofs=_STAFF),
}

API = Api(
    title="Auskunft: the case store",
    description="For our own processes only; every durable fact is read and changed through it.",
    operations=_OPERATIONS,
    error=Refused,
    error_type=JSON,
    proofs={
        "service": {"type": "http", "scheme": "bearer"},
        "staff": {"type": "apiKey", "in": "header", "name": "X-Staff-Token"},
        "conversation": {"type": "apiKey", "in": "header", "name": "X-Conversation-Token"},
    },
)

openapi_routes = web.RouteTableDef()


@openapi_routes.get("/openapi.json")
async def describe(http: web.Request) -> web.Response:
    """Describe this API."""
    return web.json_response(API.document(http.app.router))
