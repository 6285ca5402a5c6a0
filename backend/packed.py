"""Answers that travel compressed where that pays: the app's shell, the rules, the playbooks, the news."""

import gzip
from collections.abc import Callable
from functools import lru_cache, wraps

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_vary_headers

WORTH_IT = 500
# A phone waits for these bytes while it has nothing to show; beyond 5 brotli takes longer than it saves on the way.
QUALITY = 5
# Once for everybody it may take as long as it likes.
BEST = 11
KEPT_ANSWERS = 8

View = Callable[..., HttpResponseBase]
Brotli = Callable[[bytes], bytes]


def packed(view: View) -> View:
    """Compress what this view answers. Not for answers with a secret beside text of a stranger: its length would tell."""
    return _packing(view, lambda content: brotli.compress(content, quality=QUALITY))


def packed_once(view: View) -> View:
    """As `packed`, for a small answer that is the same for everybody: as small as it gets, made once and kept."""
    return _packing(view, _smallest)


@lru_cache(maxsize=KEPT_ANSWERS)
def _smallest(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=BEST))


def _packing(view: View, by_brotli: Brotli) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept-Encoding"])
        accepted = request.headers.get("Accept-Encoding", "")
        if isinstance(response, SimpleTemplateResponse):
            response.add_post_render_callback(lambda rendered: _pack(rendered, accepted, by_brotli))
        elif isinstance(response, HttpResponse):
            _pack(response, accepted, by_brotli)
        return response

    return answer


def _pack(response: HttpResponse, accepted: str, by_brotli: Brotli) -> None:
    if len(response.content) < WORTH_IT:
        return
    if "br" in accepted:
        response.content, response["Content-Encoding"] = by_brotli(response.content), "br"
    elif "gzip" in accepted:
        response.content, response["Content-Encoding"] = gzip.compress(response.content, mtime=0), "gzip"
    else:
        return
    # The same bytes only once unpacked.
    if "ETag" in response and not response["ETag"].startswith("W/"):
        response["ETag"] = f"W/{response['ETag']}"
