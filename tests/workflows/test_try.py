import pytest
from tests.workflows.engine import running_virtually
from tests.workflows.life import whole
from temporalio.api.enums.v1 import EventType as E
@pytest.mark.parametrize("n",range(4))
async def test_x(temporal,n):
    async with running_virtually(temporal) as e:
        life=whole(e.now,e.id)
        try: await e.tell(*life.submissions)
        except AssertionError as x:
            print("BAD", str(x)[:100])
            hs=await e.histories()
            for h in hs[-4:]:
                print("RUN")
                for ev in h.events:
                    x=E.Name(ev.event_type)[11:]
                    extra=""
                    if ev.event_type==17: extra=str(ev.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta())+" "+ev.user_metadata.summary.data.decode()
                    if ev.event_type==25: extra=ev.marker_recorded_event_attributes.marker_name + ev.user_metadata.summary.data.decode()
                    print(ev.event_id,ev.event_time.ToDatetime(),x,extra)
        print("OK", len(e.memory.ledger[e.id]), len(life.ledger))
