"""Every router of the API, in one place."""

from dossier.api import archive, cases, money, services, trail

ROUTERS = (services.router, cases.router, archive.router, money.router, trail.router)
