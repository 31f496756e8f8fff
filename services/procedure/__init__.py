"""The bank's procedure, a module a step: the operations, prefills and checks that the diagrams name.

Importing the package registers them all with the runtime.
"""

from services.procedure import (
    adjust,
    adjust_forms,
    assess,
    build_file,
    cycle,
    exit,
    implement,
    improve,
    plan,
    plan_forms,
    plan_rules,
    returns,
    segregation,
    summarise,
    task_forms,
    tasks,
    tier,
    tier_forms,
)

STEPS = (build_file, assess, tier, tier_forms, exit, returns, plan, plan_forms, plan_rules)
RULES = (segregation,)
WORK = (implement, tasks, task_forms, adjust, adjust_forms, summarise, improve, cycle)
