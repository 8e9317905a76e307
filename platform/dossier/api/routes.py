"""Every router of the API, in one place."""

from dossier.api import (
    archive,
    bundles,
    cases,
    definitions,
    desk_papers,
    drafts,
    locker,
    money,
    review_queue,
    services,
    settings,
    trail,
)

ROUTERS = (
    services.router,
    settings.router,
    definitions.router,
    drafts.router,
    bundles.router,
    cases.router,
    desk_papers.router,
    review_queue.router,
    locker.router,
    archive.router,
    money.router,
    trail.router,
)
