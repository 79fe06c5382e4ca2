"""Addresses of this domain's pages."""

from django.urls import path

from wangge.campaigns.web import plans, rounds, sheets, tasks

app_name = "campaigns"
urlpatterns = [
    path("", plans.programmes, name="programmes"),
    path("week/", rounds.week, name="week"),
    path("mine/", tasks.mine, name="mine"),
    path("programmes/new/", plans.new_programme, name="new_programme"),
    path("programmes/<uuid:programme>/", plans.programme, name="programme"),
    path("programmes/<uuid:programme>/edit/", plans.edit_programme, name="edit_programme"),
    path("programmes/<uuid:programme>/new/", plans.new_campaign, name="new_campaign"),
    path("programmes/<uuid:programme>/open/", rounds.open_week, name="open_round"),
    path("programmes/<uuid:programme>/rounds/", rounds.history, name="history"),
    path("campaigns/<uuid:campaign>/", plans.campaign, name="campaign"),
    path("rounds/<uuid:round>/", rounds.round, name="round"),
    path("rounds/<uuid:round>/grids/", rounds.grids, name="grids"),
    path("rounds/<uuid:round>/close/", rounds.close, name="close_round"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/sheet/", sheets.tasks, name="sheet"),
    path("tasks/bulk/", tasks.bulk, name="bulk"),
    path("tasks/<uuid:task>/", tasks.task, name="task"),
    path("tasks/<uuid:task>/assign/", tasks.assign, name="assign"),
    path("tasks/<uuid:task>/do/", tasks.do, name="do"),
    path("tasks/<uuid:task>/check/", tasks.check, name="check"),
    path("tasks/<uuid:task>/send-back/", tasks.send_back, name="send_back"),
    path("tasks/<uuid:task>/cancel/", tasks.cancel, name="cancel"),
]
