"""Answers that travel compressed where that pays: the app's shell, the rules, the playbooks, the news."""

import gzip
from collections.abc import Callable
from functools import wraps

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_vary_headers

WORTH_IT = 500
# A phone waits for these bytes while it has nothing to show; beyond 5 brotli takes longer than it saves on the way.
QUALITY = 5

View = Callable[..., HttpResponseBase]


def packed(view: View) -> View:
    """Compress what this view answers. Not for answers with a secret beside text of a stranger: its length would tell."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept-Encoding"])
        accepted = request.headers.get("Accept-Encoding", "")
        if isinstance(response, SimpleTemplateResponse):
            response.add_post_render_callback(lambda rendered: _pack(rendered, accepted))
        elif isinstance(response, HttpResponse):
            _pack(response, accepted)
        return response

    return answer


def _pack(response: HttpResponse, accepted: str) -> None:
    if len(response.content) < WORTH_IT:
        return
    if "br" in accepted:
        response.content, response["Content-Encoding"] = brotli.compress(response.content, quality=QUALITY), "br"
    elif "gzip" in accepted:
        response.content, response["Content-Encoding"] = gzip.compress(response.content, mtime=0), "gzip"
    else:
        return
    # The same bytes only once unpacked.
    if "ETag" in response and not response["ETag"].startswith("W/"):
        response["ETag"] = f"W/{response['ETag']}"
