"""The playbook editor's part of the tour: the list, a draft with a fault in it, what changed, what is shown to whom, the editions."""

from tests.e2e.touring import Tour

FIRST = "您好，我是{unit}民警{officer}。先别转，您听我说两分钟就好。"


def the_playbooks(tour: Tour) -> None:
    """The city changes one and puts it back; a district only reads."""
    desk = tour.open(wide=True)
    page = desk.log_in("city")
    tour.go(desk, "/playbooks")
    page.get_by_test_id("playbook").first.wait_for()
    tour.look(desk, "playbooks")
    page.get_by_test_id("playbook").filter(has_text="刷单返利").click()
    sentence = page.locator('[data-field="call.first.0.zh"]')
    sentence.fill(f"务必{FIRST}")
    page.locator(".fault").first.wait_for()
    tour.look(desk, "playbook-fault")
    page.get_by_test_id("publish").click()
    tour.look_at_dialog(desk, "playbook-must-correct")
    sentence.fill(FIRST)
    page.locator(".fault").first.wait_for(state="detached")
    page.get_by_test_id("section-cards").click()
    tour.look(desk, "playbook-card")
    page.get_by_test_id("section-leave").click()
    page.get_by_test_id("page-preview").wait_for()
    tour.look(desk, "playbook-page")
    page.get_by_test_id("publish").click()
    tour.look_at_dialog(desk, "playbook-publish", close=False)
    page.get_by_label("改了什么，为什么").fill("演练数据：开头太长")
    page.get_by_test_id("publish-go").click()
    page.get_by_test_id("notice").wait_for()
    page.get_by_test_id("history").click()
    tour.look_at_dialog(desk, "playbook-editions")
    tour.close(desk)
    desk = tour.open(wide=True)
    desk.log_in("commander")
    tour.go(desk, "/playbooks/loan")
    desk.page.get_by_test_id("line").first.wait_for()
    tour.look(desk, "playbook-read-only")
    tour.close(desk)
