"""Sending commands: accepted, refused, repeated, stale."""

from tests.api.calling import Api, appoint, fresh, proposal


async def test_smoke(api: Api) -> None:
    import time
    t=time.time()
    path = await api.proposed()
    print(path, time.time()-t)
    t=time.time()
    r = await api.get(path)
    print(time.time()-t)
    import json
    print(json.dumps(r.json(), indent=1)[:6000])
    r = await api.post(path + "/commands", {"kind": "begin_exploring"}, Accept_Language="id")
    print(r.status_code, r.text)
    for p in (path+"/timeline", path+"/refusals", "/v1/partnerships", "/livez","/readyz", "/problems/not-a-party"):
        r = await api.get(p)
        print(r.status_code, r.text[:800])
