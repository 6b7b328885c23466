"""What tests on every cloud do often with an ``engine`` and the ``data`` of a kind."""


def create(engine, data, **changes):
    """Bring the least resource up, with changes, and return how it ended."""
    outcome = engine.up(**{**data.CREATE, **changes})
    assert not outcome.error, outcome.error
    return outcome


def ledger_id(engine, data):
    """Return the id by which the simulator knows the resource."""
    name = getattr(data, "LEDGER_ID", "")
    return engine.outs[name] if name else engine.id


def state(engine):
    """Return what the engine has recorded."""
    return engine.id, engine.outs, engine.inputs


def put(engine, record):
    """Give the engine another record."""
    engine.id, engine.outs, engine.inputs = record


def delete_former(engine, record):
    """Have the engine delete what a replacement has replaced, as it does once the successor is made."""
    successor = state(engine)
    put(engine, record)
    assert not engine.delete().error
    put(engine, successor)


def lose_create(engine, data, simulator, *, drop="after", **more):
    """Have a create's answer lost, made or not, where nobody can look either: its outcome is unknown then."""
    cloud = engine.provider.kind.cloud
    simulator.fault(cloud=cloud, operation="create", drop=drop)
    simulator.fault(cloud=cloud, operation=getattr(data, "LOOK_UP", "list"), after=1, times=500, status=500)
    engine.timeout = 60.0
    engine.up(**data.CREATE, **more)
    assert engine.id.startswith("unsettled:")
    simulator.delete("/_simulator/faults")
    engine.timeout = 0.0
