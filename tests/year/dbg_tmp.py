import asyncio, sys, time
import tests.year.living as L
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionRequest
from temporalio.api.common.v1 import WorkflowExecution
from google.protobuf.json_format import MessageToDict
orig = L.Year.pass_to
async def pass_to(self, moment):
    while True:
        ahead = min([moment, *self.looks.values(), *await self._deadlines()])
        now = await self.now()
        if ahead > now:
            t=time.time()
            print("sleep", now, "->", ahead, flush=True)
            task = asyncio.create_task(self.environment.sleep(ahead - now + L.MOMENT))
            done,_ = await asyncio.wait({task}, timeout=15)
            if not done:
                print("STUCK", now, ahead, moment, self.looks, flush=True)
                for r in await self.pool.fetch("select id from partnerships"):
                    ids=[f"partnership/{r['id']}"]
                    for i in ids:
                        d=await self.environment.client.workflow_service.describe_workflow_execution(DescribeWorkflowExecutionRequest(namespace="default", execution=WorkflowExecution(workflow_id=i)))
                        print(i, MessageToDict(d).get('pendingActivities'), MessageToDict(d).get('pendingWorkflowTask'))
                for r in await self.pool.fetch("select distinct person_id from notices"):
                    i="notices/"+r['person_id']
                    try:
                        d=await self.environment.client.workflow_service.describe_workflow_execution(DescribeWorkflowExecutionRequest(namespace="default", execution=WorkflowExecution(workflow_id=i)))
                        print(i, d.workflow_execution_info.status, MessageToDict(d).get('pendingActivities'), MessageToDict(d).get('pendingWorkflowTask'))
                    except Exception as e: print(i, e)
                raise SystemExit
            if time.time()-t>2: print("slow", time.time()-t)
        await self.settle()
        if await self.now() >= moment:
            return
L.Year.pass_to = pass_to
