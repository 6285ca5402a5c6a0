"""The one catalogue of refusals: a code, words for a person, and the way DRF answers with them."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found, server_error
from pydantic import ValidationError
from rest_framework import exceptions
from rest_framework.response import Response

from backend.shapes import shape_words

WORDS: dict[str, tuple[int, str, str]] = {
    "not_logged_in": (401, "请先登录。未上报的记录都还在手机里。", "Please sign in. Unsent work is kept on the phone."),
    "wrong_login": (400, "用户名或密码不对，请再试一次。", "The user name or password is not right. Please try again."),
    "locked_out": (
        429,
        "输错次数太多，15分钟后再试，或请管理员重置密码。",
        "Too many wrong tries. Try again in 15 minutes or ask an administrator to reset the password.",
    ),
    "disabled": (
        403,
        "这个账号已停用，请联系所长或管理员。",
        "This account is disabled. Ask your chief or administrator.",
    ),
    "device_lost": (
        403,
        "这部手机已报失，不能再用，里面的数据会清除。没丢的话，请本人或所长在另一部设备上点“找回”。",
        "This phone was reported lost and is being wiped. If it is not lost, mark it as found on another device.",
    ),
    "csrf": (403, "页面已过期，请刷新后再试。", "This page has expired. Reload it and try again."),
    "not_allowed": (403, "您没有这个权限，请联系所长。", "You may not do this. Ask your chief."),
    "away": (
        503,
        "服务器暂时连不上，刚才的没有存，请稍后再试。手机里的记录都还在，会自动重发。",
        "The service is away for a moment; this was not stored. Try again soon. What is on the phone is kept and sent by itself.",
    ),
    "not_found": (404, "找不到，可能已移交或已结束。", "Not found. It may have been handed on or ended."),
    "bad_input": (400, "有内容填得不对，请看标出的地方。", "Something is not filled in right. See the marked fields."),
    "not_storable": (
        400,
        "有内容存不下：太长，或夹着看不见的字符，请改过再试。",
        "Something cannot be stored: it is too long, or holds an invisible sign. Change it and try again.",
    ),
    "bad_json": (400, "收到的内容不是有效的JSON。", "What arrived is not valid JSON."),
    "too_big": (
        413,
        "内容太大，一次最多12MB，请分批发送。",
        "Too much at once: 12 MB at most. Please send in batches.",
    ),
    "no_address": (
        404,
        "没有这个接口地址，请对照 /api/docs/ 检查。",
        "There is nothing at this address. Compare it with /api/docs/.",
    ),
    "broken": (
        500,
        "服务器出了问题，已经记下，请稍后再试。手机里填的内容都还在。",
        "Something went wrong on the server and is in its log. Please try again soon; what is on the phone is kept.",
    ),
    "too_many": (413, "一次最多1000条，请分批发送。", "At most 1,000 at once. Please send in batches."),
    "bad_key": (401, "接入密钥无效。", "The API key is not valid."),
    "method": (405, "不支持这种请求方式。", "This method is not supported here."),
    "media_type": (415, "请用JSON发送。", "Please send JSON."),
    "throttled": (429, "操作太快，请稍后再试。", "Too fast. Please try again in a moment."),
    "case_closed": (409, "这条预警已经办结。", "This case is already closed."),
    "already_answered": (
        409,
        "已有劝阻结果，请先审核或驳回。",
        "There is an outcome already: sign it or send it back first.",
    ),
    "not_answered": (409, "还没有劝阻结果，不能审核。", "There is no outcome to sign yet."),
    "not_training": (
        409,
        "那个所没有在演练，演练的预警不能移过去。",
        "That station is not practising: a drill case cannot go there.",
    ),
    "drill_on": (409, "这个所已经有一场演练，请先结束它。", "A drill goes on at this station already. End it first."),
    "not_a_candidate": (409, "这个人不能接这个任务。", "This person cannot take this task."),
    "wrong_track": (409, "这个人不能办这一类任务。", "This person does not do this kind of task."),
    "other_station": (409, "只能派给本单位的人。", "Only people of your own unit can be assigned."),
    "wrong_hash": (
        400,
        "文件没有传完整，请重新上传。手机里的原件还在。",
        "The file did not arrive whole. Upload it again; the phone still has it.",
    ),
    "wrong_file": (415, "只能上传照片或签名图片。", "Only photos and signature pictures can be uploaded."),
    "too_large": (413, "图片太大，最大10MB。", "The picture is too large; 10 MB at most."),
    "wrong_tus": (
        412,
        "续传方式的版本不对，请更新应用。照片还在手机里。",
        "Only tus 1.0.0 is spoken here. Update the app.",
    ),
    "wrong_piece": (
        415,
        "这一段照片的格式不对，请更新应用。照片还在手机里。",
        "A piece must be application/offset+octet-stream.",
    ),
    "wrong_offset": (
        409,
        "这一段接不上，会从已收到的地方接着传。",
        "This piece does not join on. Go on from Upload-Offset.",
    ),
    "too_long": (
        413,
        "传来的比照片本身还长，请重新上传。手机里的原件还在。",
        "More arrived than was announced. Upload it again; the phone still has it.",
    ),
    "server_full": (
        507,
        "服务器暂时存不下照片，手机里的原件还在，会自动重试。",
        "The server has no room for the picture now. The phone still has it and will try again.",
    ),
    "file_too_large": (
        413,
        "文件太大，请拆成几个文件再导入。",
        "The file is too large. Split it into several files.",
    ),
    "import_busy": (
        409,
        "这份表还在检查，或已经导入过了，请刷新看现在的进度。",
        "This file is still being checked, or was taken in already. Reload to see how far it is.",
    ),
    "import_cleared": (
        409,
        "这份文件已过保留期，已经删除。已导入的都在；要接着导入，请再传一次同一个文件，不会重复。",
        "This file was kept its time and is deleted. What was taken in is safe; bring the file again to go on, nothing is doubled.",
    ),
    "nothing_to_import": (
        409,
        "没有一行能导入，请先看每行的原因，或改正各列的对应。",
        "No row can be taken in. See the reasons, or correct what the columns are.",
    ),
    "bad_channel": (
        400,
        "这个通知地址不对，没有保存。请重新复制完整的地址。",
        "This address was not saved: it is not one of this kind. Copy it once more, whole.",
    ),
    "too_many_channels": (
        409,
        "最多20个通知渠道，请先删掉不用的。",
        "At most 20 ways are kept. Remove one that is no longer used.",
    ),
    "no_own_mail": (
        409,
        "请先在“我 → 通知”里填上自己的邮箱，测试邮件会发到那里。",
        "Enter your own mail address under Me → Notifications first: the test goes there.",
    ),
    "too_many_views": (
        409,
        "最多存20个筛选，请先删掉不用的。",
        "At most 20 filters are kept. Delete one that is no longer used.",
    ),
    "draft_changed": (
        409,
        "别人刚改过这份话术。您写的还在这里，请先看看对方改了什么。",
        "Somebody else has just changed this playbook. What you wrote is still here; look at theirs first.",
    ),
    "nothing_changed": (
        409,
        "和现在用的一样，没有可发布的修改。",
        "It says the same as what is in force: there is nothing to publish.",
    ),
    "moved_on": (
        403,
        "这条已移交到别的区县，您只能审核这次移交。",
        "It was handed to another district. You can only review the transfer.",
    ),
    "transfer_waits": (
        409,
        "这条的移交正在等审核，预警仍由本所处置，请等指挥长决定。",
        "A transfer of this case waits for review. Until then it stays with your station.",
    ),
    "already_reviewed": (
        409,
        "这次移交已经有人处理过了，结果在“经过”里。",
        "This transfer has been decided already; see the timeline.",
    ),
    "met_already": (
        409,
        "已经见到本人，预警不再转回，请由现在的派出所办完。",
        "The person has been met. The case stays where it is and is finished there.",
    ),
    "same_case": (409, "这是同一条预警，不能并入自己。", "This is the same case."),
    "not_same_kind": (
        409,
        "演练预警和真实预警不能合并。",
        "A drill and a real case are never joined.",
    ),
    "joined_before": (
        409,
        "那一条已经并入别的预警，请打开它看并到了哪里。",
        "That case was joined into another one already. Open it to see which.",
    ),
    "split_before": (
        409,
        "这两条是拆开的，已确认不是同一件事。",
        "These two were split: somebody has said that they are not the same.",
    ),
    "split_all": (
        409,
        "至少要留一条线索在原来的预警里。",
        "At least one signal has to stay in the case.",
    ),
    "no_transfer": (409, "这条不是别的所移交来的，不能退回。", "No station handed this case to you."),
    "return_decided": (
        409,
        "已退回过两次，由区县定了。还是不对，请打电话给区县指挥长。",
        "It was returned twice and the district has decided. Call the district's commander.",
    ),
    "nothing_open": (
        409,
        "您没有未办结的事，不用交班，可以直接下班。",
        "You have nothing open: there is nothing to hand over.",
    ),
    "handover_over": (
        409,
        "这次交班已经有人接了，或者已经收回，请刷新看现在的情况。",
        "This hand-over was taken over or taken back already. Reload to see how it stands.",
    ),
    "own_work": (
        409,
        "这条您自己办过，要请别人来核查。",
        "You worked on this case yourself: somebody else has to ask.",
    ),
    "not_taken": (409, "这条不在您手上，可能别人已经领了。", "This one is not yours. Somebody else may have taken it."),
    "look_back_over": (
        409,
        "这条已经有结果了，请刷新看现在的情况。",
        "This one has its result already. Reload to see it.",
    ),
    "objected_before": (409, "已经申请过一次复核，不能再申请。", "An objection was made before: there is only one."),
    "follow_up_over": (
        409,
        "这次回访已经做完，或者不用做了，请刷新看现在的情况。",
        "This follow-up is done, or no longer needed. Reload to see how it stands.",
    ),
    "no_calls": (404, "现在没有等待拨打的预警。", "No call is waiting now."),
}


class Refused(Exception):
    """An action was refused; `code` is a key of WORDS, `fields` says which field and why, `more` what else the app must know."""

    def __init__(self, code: str, fields: list[dict[str, str]] | None = None, **more: bool) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields or []
        self.more = more
        self.status, self.message, self.message_en = WORDS[code]

    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        answer: dict[str, Any] = {"code": self.code, "message": self.message, "message_en": self.message_en}
        return answer | self.more | ({"fields": self.fields} if self.fields else {})


def field_errors(error: ValidationError) -> list[dict[str, str]]:
    """Pydantic's errors as `field`, `message`, `message_en`; the refused value itself is never repeated."""
    return [
        {
            "field": said_back(".".join(str(part) for part in problem["loc"])),
            "message": shape_words(problem["type"], problem.get("ctx", {})),
            "message_en": problem["msg"],
        }
        for problem in error.errors(include_url=False, include_input=False)
    ]


def said_back(text: str) -> str:
    """What somebody sent, fit for an answer: half of a character, which JSON lets through, cannot be written."""
    return text.encode(errors="replace").decode()


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal leaves in the one shape."""
    # Imported here: DRF's views read the settings, which name people.session, which refuses with this module.
    from rest_framework.views import exception_handler

    refused = _as_refused(error)
    if refused is None:
        return exception_handler(error, context)
    return Response(refused.body(), status=refused.status)


def no_address(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's answer where nothing is: to a program in the one shape, to a person as a page."""
    return _in_shape("no_address") if _is_api(request) else page_not_found(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """Django's answer to a fault of ours."""
    return _in_shape("broken") if _is_api(request) else server_error(request)


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _in_shape(code: str) -> JsonResponse:
    refused = Refused(code)
    return JsonResponse(refused.body(), status=refused.status, json_dumps_params={"ensure_ascii": False})


_BY_EXCEPTION: list[tuple[type[Exception], str]] = [
    (exceptions.NotAuthenticated, "not_logged_in"),
    (exceptions.AuthenticationFailed, "not_logged_in"),
    (exceptions.PermissionDenied, "not_allowed"),
    (exceptions.ParseError, "bad_json"),
    (exceptions.MethodNotAllowed, "method"),
    (exceptions.UnsupportedMediaType, "media_type"),
    (exceptions.Throttled, "throttled"),
    (exceptions.NotFound, "not_found"),
    (Http404, "not_found"),
    (RequestDataTooBig, "too_big"),
    # The database was restarted or cut off, or is too busy: nothing was stored, and asking again is right.
    (OperationalError, "away"),
    (InterfaceError, "away"),
    # PostgreSQL refuses what SQLite keeps, a NUL above all.
    (DataError, "not_storable"),
]


def _as_refused(error: Exception) -> Refused | None:
    if isinstance(error, Refused):
        return error
    if isinstance(error, ValidationError):
        return Refused("bad_input", field_errors(error))
    if isinstance(error, exceptions.PermissionDenied) and "CSRF" in str(error.detail):
        return Refused("csrf")
    return next((Refused(code) for kind, code in _BY_EXCEPTION if isinstance(error, kind)), None)
