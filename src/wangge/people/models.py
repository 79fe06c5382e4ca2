"""Tables of people. Who holds a post is dated: history keeps who it was at the time."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from wangge.kernel.columns import choice_column, id_column, one_of
from wangge.people.rules import PostKind, UnitKind


class Unit(models.Model):
    """An organisation that takes part: an office, a community, a company, a volunteer unit."""

    id = id_column()
    kind = choice_column()
    name = models.CharField(max_length=120)
    region = models.CharField(max_length=15, help_text="Code of the area it answers for.")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="units")
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("kind", UnitKind, "people_unit_kind"),
            models.UniqueConstraint("region", "name", name="people_unit_named_once"),
        ]
        indexes = [
            # The list of units of an area.
            models.Index("region", "kind", "id", name="people_unit_region")
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post in the command tree. Rights follow from its kind and its region."""

    id = id_column()
    kind = choice_column()
    title = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    region = models.CharField(max_length=15, blank=True)
    superior = models.ForeignKey("self", models.PROTECT, null=True, related_name="subordinates")
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [one_of("kind", PostKind, "people_post_kind")]
        indexes = [
            # The command tree of an area.
            models.Index("region", "kind", "id", name="people_post_region")
        ]

    def __str__(self) -> str:
        return self.title


class AccountManager(BaseUserManager["Account"]):
    """Looks accounts up by their sign-in name, which is kept in small letters."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account of a sign-in name, whatever its case."""
        return self.get(username=(username or "").lower())


class Account(AbstractBaseUser):
    """A person's way in. It has no right of its own: rights come from posts held today."""

    id = id_column()
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    region = models.CharField(
        max_length=15, blank=True, help_text="Whose KEEP_PEOPLE keeps this account."
    )
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    class Meta:
        indexes = [
            # The list of accounts of an area.
            models.Index("region", "id", name="people_account_region")
        ]

    def __str__(self) -> str:
        return self.name


class Tenure(models.Model):
    """Who holds a post, from when until when (the last day included)."""

    id = id_column()
    account = models.ForeignKey(Account, models.PROTECT, related_name="tenures")
    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="people_tenure_order",
            ),
            models.UniqueConstraint("account", "post", "since", name="people_tenure_once"),
        ]


class SecondStep(models.Model):
    """A phone's codes as second step of signing in. In force once the first code was right."""

    account = models.OneToOneField(
        Account, models.CASCADE, primary_key=True, related_name="second_step"
    )
    secret = models.CharField(max_length=200, help_text="Encrypted under the server's key.")
    last_step = models.BigIntegerField(default=-1, help_text="A code is good once.")
    since = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """What is kept of a recovery code until it is used."""

    id = id_column()
    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint("account", "digest", name="people_recovery_once")]


class ApiToken(models.Model):
    """A program's way in: it acts as one post of its account until it expires.

    ``digest`` is the SHA-256 of the token; the token itself is shown once and kept nowhere.
    """

    id = id_column()
    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True, help_text="Written at most once a day.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("since")), name="people_token_order"
            )
        ]

    def __str__(self) -> str:
        return self.name
