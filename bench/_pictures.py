"""Pictures of the map's page with the reports of a benchmark, to look at."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.journeys.conftest import ARGUMENTS, CHROMIUM

WIDTHS = (390, 1280)


def take(server, folder, place, zooms):
    """Write a picture for each zoom and width around a place (lon, lat) into a folder, which is made."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 900}, locale="uk")
            for zoom in zooms:
                at = f"{place[1]:.4f},{place[0]:.4f},{zoom}"
                page.goto(f"http://localhost:{server.port}/map/?period=all&at={at}")
                page.wait_for_load_state("networkidle")
                page.screenshot(path=Path(folder) / f"map-{width}-{zoom:02}.png")
        browser.close()
