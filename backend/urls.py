"""Every address of the service; whatever else is asked for is the app."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from backend.pwa import app_shell

urlpatterns = [
    path("api/", include("backend.people.api")),
    path("api/", include("backend.flow.api")),
    path("api/", include("backend.cases.api")),
    path("api/", include("backend.dispatch.api")),
    path("api/", include("backend.intake.api")),
    path("api/", include("backend.live.api")),
    path("api/", include("backend.drill.api")),
    path("api/", include("backend.editor.api")),
    path("api/", include("backend.lookback.api")),
    path("", include("backend.flow.pages")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="schema")),
    re_path(r"^(?!api/|static/|assets/|ws/).*$", app_shell),
]

handler404 = "backend.problems.no_address"
handler500 = "backend.problems.broken"
