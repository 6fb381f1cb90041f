"""The system's Chromium, driven by Playwright."""

import shutil

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright):
    path = find()
    if path is None:
        raise SystemExit("There is no Chromium on PATH: apt-get install chromium")
    return playwright.chromium.launch(executable_path=path, args=QUIET)
