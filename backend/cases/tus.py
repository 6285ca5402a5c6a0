"""The door for pictures in pieces: tus 1.0.0 (https://tus.io/protocols/resumable-upload), spoken over `uploads.py`."""

import base64
import binascii
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import http_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.cases.evidence import MAX_BYTES
from backend.cases.models import Upload
from backend.cases.uploads import WrongOffset, begin_with, find_upload, take_piece
from backend.cases.wire import UploadBegun
from backend.people.session import member_of
from backend.problems import Refused

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration"
PIECE = "application/offset+octet-stream"


class BytesParser(BaseParser):
    """Takes a body's bytes as they are."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The bytes, never more than one over the limit."""
        return bytes(stream.read(MAX_BYTES + 1))


def bytes_of(request: Request) -> bytes:
    """The body, also an empty one, and one that came in chunks, without a length that DRF would look for."""
    content = cast("object", request.data)
    return content if isinstance(content, bytes) else bytes(request.read(MAX_BYTES + 1))


class TusView(APIView):
    """What every answer of the protocol has in common."""

    parser_classes = [BytesParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Whoever speaks another version is told so, and nothing is done."""
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            raise Refused("wrong_tus")

    @extend_schema(exclude=True)
    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """Which version, what beyond the core, how large."""
        said = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(MAX_BYTES)}
        return Response(status=204, headers=said)

    def handle_exception(self, exc: Exception) -> Response:
        """A refusal in the one shape, with the headers that tell a tus client what to do."""
        response = super().handle_exception(exc)
        if isinstance(exc, WrongOffset):
            response["Upload-Offset"] = str(exc.offset)
        if isinstance(exc, Refused) and exc.code == "wrong_tus":
            response["Tus-Version"] = VERSION
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The version, and never an offset out of a cache."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Tus-Resumable"] = VERSION
        answer["Cache-Control"] = "no-store"
        return answer


def _header(name: str, about: str, *, on: list[int] | None = None) -> OpenApiParameter:
    kind = OpenApiTypes.INT if name in ("Upload-Offset", "Upload-Length") else OpenApiTypes.STR
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, description=about, required=True, response=on or False)


_VERSION = _header("Tus-Resumable", "`1.0.0`")
_OFFSET = _header("Upload-Offset", "Where the first byte of this piece goes: what HEAD or the last answer said")
_SENT_BACK = [
    _header("Upload-Offset", "How much is here; equal to the length, the picture is stored", on=[201, 204]),
    _header("Upload-Expires", "When a half picture is forgotten, counted from its last byte", on=[201, 204]),
]


class Uploads(TusView):
    """Where a picture that may break on the way begins."""

    takes_in_from_lost = ("POST",)

    @extend_schema(
        operation_id="begin_upload",
        parameters=[
            _VERSION,
            _header("Upload-Length", "Bytes of the whole picture, 10 MB at most"),
            _header("Upload-Metadata", "`case BASE64,sha256 BASE64,filetype BASE64`"),
            _header("Location", "Where its pieces go", on=[201]),
            *_SENT_BACK,
        ],
        request={PIECE: OpenApiTypes.BINARY},
        responses={201: None},
    )
    def post(self, request: Request) -> Response:
        """Begin it, or go on with it: asked again it is the same upload, with what has arrived; a first piece may come along."""
        piece = bytes_of(request)
        if piece:
            _must_be_a_piece(request)
        upload = begin_with(member_of(request), _begun(request), piece, timezone.now())
        return _standing(upload, 201, Location=f"/api/uploads/{upload.pk}/")


class OneUpload(TusView):
    """A picture on its way; only for the member who began it."""

    takes_in_from_lost = ("HEAD", "PATCH", "POST")

    def head(self, request: Request, upload_id: UUID) -> Response:
        """How much has arrived."""
        upload = find_upload(member_of(request), upload_id)
        return _standing(upload, 200, **{"Upload-Length": str(upload.length)})

    @extend_schema(
        operation_id="send_piece",
        parameters=[_VERSION, _OFFSET, *_SENT_BACK],
        request={PIECE: OpenApiTypes.BINARY},
        responses={204: None},
        description="Take a piece. At another offset than the server's it is refused with 409 and the right Upload-Offset."
        " HEAD at this address tells Upload-Offset and Upload-Length.",
    )
    def patch(self, request: Request, upload_id: UUID) -> Response:
        """Take a piece."""
        _must_be_a_piece(request)
        offset = _number(request, "Upload-Offset")
        upload = take_piece(member_of(request), upload_id, offset, bytes_of(request), timezone.now())
        return _standing(upload, 204)

    @extend_schema(
        operation_id="send_piece_by_post",
        parameters=[_header("X-HTTP-Method-Override", "`PATCH`"), _VERSION, _OFFSET, *_SENT_BACK],
        request={PIECE: OpenApiTypes.BINARY},
        responses={204: None},
    )
    def post(self, request: Request, upload_id: UUID) -> Response:
        """The same for networks and WebViews that let no PATCH through."""
        if request.headers.get("X-HTTP-Method-Override", "").upper() != "PATCH":
            raise MethodNotAllowed("POST")
        return self.patch(request, upload_id)


def _standing(upload: Upload, status: int, **headers: str) -> Response:
    said = {"Upload-Offset": str(upload.offset), "Upload-Expires": http_date(upload.expires_at.timestamp())}
    return Response(status=status, headers=said | headers)


def _must_be_a_piece(request: Request) -> None:
    if request.headers.get("Content-Type", "") != PIECE:
        raise Refused("wrong_piece")


def _begun(request: Request) -> UploadBegun:
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    return UploadBegun.model_validate(said | {"length": _number(request, "Upload-Length")})


def _metadata(header: str) -> dict[str, str]:
    """`key base64,key base64` as a mapping."""
    pairs = (pair.strip().partition(" ") for pair in header.split(",") if pair.strip())
    try:
        return {key: base64.b64decode(value, validate=True).decode() for key, _, value in pairs}
    except (binascii.Error, UnicodeDecodeError):
        raise Refused("bad_input", [_BAD_METADATA]) from None


def _number(request: Request, name: str) -> int:
    value = request.headers.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) <= 15):
        raise Refused("bad_input", [{"field": name, "message": "应当是整数", "message_en": "Must be a number"}])
    return int(value)


_BAD_METADATA = {
    "field": "Upload-Metadata",
    "message": "应为 名称 BASE64,名称 BASE64",
    "message_en": "Must be name BASE64,name BASE64",
}
