"""One case, and what is done on a phone."""

from django.urls import path

from wangge.cases.web import acts, case, phone, reporting

urlpatterns = [
    path("report/", reporting.report, name="report"),
    path("report/suggest/", reporting.suggest, name="suggest"),
    path("report/near/", reporting.nearby, name="nearby"),
    path("report/<uuid:case>/", reporting.reported, name="reported"),
    path("mine/", phone.mine, name="mine"),
    path("<uuid:case>/", case.case, name="case"),
    path("<uuid:case>/handle/", phone.handle, name="handle"),
    path("<uuid:case>/verify/", phone.verify, name="verify"),
    path("<uuid:case>/confirm/", phone.confirm, name="confirm"),
    path("<uuid:case>/file/", acts.file, name="file"),
    path("<uuid:case>/refuse/", acts.refuse, name="refuse"),
    path("<uuid:case>/merge/", acts.merge, name="merge"),
    path("<uuid:case>/split/", acts.split, name="split"),
    path("<uuid:case>/dispatch/", acts.dispatch, name="dispatch"),
    path("<uuid:case>/ask-confirm/", acts.ask_confirm, name="ask_confirm"),
    path("<uuid:case>/close/", acts.close, name="close"),
    path("<uuid:case>/resume/", acts.resume, name="resume"),
    path("<uuid:case>/ask-extend/", acts.ask_extend, name="ask_extend"),
    path("<uuid:case>/ask-return/", acts.ask_return, name="ask_return"),
    path("<uuid:case>/ask-suspend/", acts.ask_suspend, name="ask_suspend"),
    path("<uuid:case>/ask-void/", acts.ask_void, name="ask_void"),
    path("<uuid:case>/grant/", acts.grant, name="grant"),
    path("<uuid:case>/deny/", acts.deny, name="deny"),
    path("<uuid:case>/urge/", acts.urge, name="urge"),
    path("<uuid:case>/supervise/", acts.supervise, name="supervise"),
    path("<uuid:case>/answer/", acts.answer, name="answer"),
    path("<uuid:case>/reopen/", acts.reopen, name="reopen"),
    path("<uuid:case>/amend/", acts.amend, name="amend"),
    path("<uuid:case>/comment/", acts.comment, name="comment"),
    path("<uuid:case>/contact/", acts.contact, name="contact"),
]
