"""The endpoints of the stack's config, `serving:endpoints`: see docs/fleets.md."""

import pulumi

from pulumi_serving import Fleet

fleet = Fleet("serving")

pulumi.export("endpoints", fleet.endpoints)
