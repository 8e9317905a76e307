"""Every router of the API, in one place."""

from dossier.api import archive, cases, money, review_queue, services, trail

ROUTERS = (
    services.router,
    cases.router,
    review_queue.router,
    archive.router,
    money.router,
    trail.router,
)
