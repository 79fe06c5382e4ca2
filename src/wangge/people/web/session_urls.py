"""Addresses at the root: signing in and out, one's own account."""

from django.urls import path

from wangge.people.web import own, session, tokens

app_name = "session"
urlpatterns = [
    path("sign-in/", session.sign_in, name="sign_in"),
    path("sign-in/code/", session.code, name="code"),
    path("sign-out/", session.sign_out, name="sign_out"),
    path("session/", session.left, name="left"),
    path("account/", own.account, name="account"),
    path("account/password/", own.password, name="password"),
    path("account/tokens/", tokens.own, name="tokens"),
    path("account/tokens/<uuid:token>/end/", tokens.end_own, name="end_token"),
    path("account/second-step/", own.second_step, name="second_step"),
    path("account/second-step/begin/", own.begin_second_step, name="begin_second_step"),
    path("account/second-step/off/", own.second_step_off, name="second_step_off"),
]
