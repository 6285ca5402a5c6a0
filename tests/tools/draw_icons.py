"""Draws the app's PNG icons from its one mark: python tests/tools/draw_icons.py."""

from pathlib import Path

from playwright.sync_api import sync_playwright

ICONS = Path(__file__).resolve().parents[2] / "pwa" / "public" / "icons"
CHROMIUM = "/usr/bin/chromium"
# A phone cuts a maskable icon to its own shape, and iOS rounds the corners itself: both are drawn to the edges.
KINDS = {
    "icon-192": (192, False),
    "icon-512": (512, False),
    "maskable-512": (512, True),
    "apple-touch-icon": (180, True),
}


def main() -> None:
    mark = (ICONS / "mark.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, (size, to_the_edge) in KINDS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(_page(mark, to_the_edge))
            page.screenshot(path=ICONS / f"{name}.png", omit_background=True)
        browser.close()


def _page(mark: str, to_the_edge: bool) -> str:
    ground, inner = ("#0B3D91", "padding:8%") if to_the_edge else ("transparent", "")
    style = f"<style>*{{margin:0;box-sizing:border-box}}body{{background:{ground};{inner}}}svg{{display:block;width:100%}}</style>"
    return style + mark


if __name__ == "__main__":
    main()
