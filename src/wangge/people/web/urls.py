"""Addresses of this domain's pages."""

from django.urls import path

from wangge.people.web import accounts, tokens, units

app_name = "people"
urlpatterns = [
    path("", units.tree, name="tree"),
    path("post/", units.choose, name="acting"),
    path("units/", units.units, name="units"),
    path("units/new/", units.new_unit, name="new_unit"),
    path("units/<uuid:unit>/", units.unit, name="unit"),
    path("units/<uuid:unit>/close/", units.close_unit, name="close_unit"),
    path("posts/new/", units.new_post, name="new_post"),
    path("posts/<uuid:post>/", units.post, name="post"),
    path("posts/<uuid:post>/close/", units.close_post, name="close_post"),
    path("posts/<uuid:post>/appoint/", units.appoint, name="appoint"),
    path("posts/<uuid:post>/relieve/", units.relieve, name="relieve"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.new, name="new_account"),
    path("accounts/<uuid:account>/", accounts.account, name="account"),
    path("accounts/<uuid:account>/do/", accounts.do, name="account_do"),
    path("accounts/<uuid:account>/tokens/", tokens.kept, name="tokens"),
    path("accounts/<uuid:account>/tokens/<uuid:token>/end/", tokens.end_kept, name="end_token"),
    path("rights/", units.rights, name="rights"),
]
