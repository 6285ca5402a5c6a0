"""Filters of the board that a member keeps: on the server, so that they are there on whatever desk he sits down at."""

from uuid import UUID

from backend.people import access
from backend.people.models import Member, SavedView
from backend.people.wire import SavedViewList, SavedViewShape
from backend.problems import Refused
from backend.storage import one_transaction

MOST_VIEWS = 20


def views_of(member: Member) -> SavedViewList:
    """His own, in the order they were made."""
    access.check(access.may_keep_views(member))
    rows = member.saved_views.order_by("pk")
    return SavedViewList(views=[SavedViewShape.model_validate(row) for row in rows])


def keep_view(member: Member, said: SavedViewShape) -> SavedViewList:
    """Keep it, or change the one of this id; sent twice it is kept once."""
    access.check(access.may_keep_views(member))
    with one_transaction():
        # Two windows that both keep the twentieth meet at the member's row.
        Member.objects.select_for_update().get(pk=member.pk)
        if SavedView.objects.filter(pk=said.id).exclude(member=member).exists():
            raise Refused("not_found")
        if member.saved_views.exclude(pk=said.id).count() >= MOST_VIEWS:
            raise Refused("too_many_views")
        kept = {"name": said.name, "shown": said.shown.model_dump(mode="json"), "member": member}
        SavedView.objects.update_or_create(pk=said.id, defaults=kept)
    return views_of(member)


def drop_view(member: Member, view_id: UUID) -> SavedViewList:
    """Keep it no longer; one that is gone already is gone."""
    access.check(access.may_keep_views(member))
    member.saved_views.filter(pk=view_id).delete()
    return views_of(member)
