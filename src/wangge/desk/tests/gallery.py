"""A page with every part of the shell on it, at an address of its own in tests."""

from datetime import UTC, datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused
from wangge.kernel.words import say
from wangge.trail.queries import Shown
from wangge.trail.rules import Stage

PAGE = """
{% extends "desk/base.html" %}{% load static %}
{% block title %}部件{% endblock %}
{% block heading %}部件一览{% endblock %}
{% block subheading %}第十二轮 · 2020-08-31 至 2020-09-06{% endblock %}
{% block actions %}
  {% include "desk/parts/reason_dialog.html" with dialog="undo" url="/gallery/" title="作废记录" words="作废后不再计入合计。" label="作废" %}
  {% include "desk/parts/reason_dialog.html" with dialog="undo2" url="/gallery/" title="作废" label="退回" why="Your post does not allow it." %}
  <button class="btn btn-primary">{% icon "plus" %}登记工作量</button>
{% endblock %}
{% block content %}
<div class="tiles">
  <a class="tile" href="/"><span class="tile-label">本周任务</span><span class="tile-value num">312<small>项</small></span><span class="tile-note">已完成 248 项</span></a>
  <div class="tile is-bad"><span class="tile-label">逾期</span><span class="tile-value">17<small>项</small></span><span class="tile-note">5 个社区</span></div>
  <div class="tile is-good"><span class="tile-label">覆盖率</span><span class="tile-value">79.5<small>%</small></span></div>
  <div class="tile"><span class="tile-label">清理废弃物</span><span class="tile-value">300余<small>吨</small></span></div>
</div>
<form class="card card-body filters mt-3" method="get">
  {% include "desk/parts/field.html" with field=sought.name %}
  {% include "desk/parts/field.html" with field=sought.kind %}
  <tree-pick><label class="form-label" for="area">社区或网格</label><select class="form-select" id="area" name="area">
    <option value="">全部</option><option value="530102009001" data-level="0">王家桥社区</option>
    <option value="530102009001001" data-level="1">王家桥第一网格</option><option value="530102009002" data-level="0">大塘社区</option></select></tree-pick>
  <date-range data-today="2020-09-02" data-since="2020-06-08"><span class="form-label">日期</span><div class="range-inputs"><input class="form-control" type="date" name="since" aria-label="自"><span>至</span><input class="form-control" type="date" name="until" aria-label="至"></div></date-range>
  <div class="buttons"><button class="btn btn-primary">{% icon "search" %}查询</button><a class="btn" href="?">重置</a></div>
</form>
<div class="card mt-3"><div class="card-header"><h2 class="card-title">工作量记录</h2></div>
<div class="table-responsive"><table class="table table-vcenter card-table">
<thead><tr><th>日期</th><th>措施</th><th>地点</th><th class="num">数量</th><th>状态</th></tr></thead>
<tbody>{% for state in states %}<tr{% if state == "voided" %} class="voided"{% endif %}><td>2020-08-31</td><td><a href="/">清理乱堆乱放废弃物</a></td><td>王家桥第一网格</td><td class="num">1,{{ forloop.counter }}00.5</td><td><span class="badge state-{{ state }}">{{ state }}</span></td></tr>{% endfor %}</tbody>
<tfoot><tr><th colspan="3">合计</th><td class="num">12,345</td><td></td></tr></tfoot></table></div>
{% include "desk/parts/more.html" with following="abc" %}</div>
<div class="two mt-3"><div class="card"><div class="card-header"><h2 class="card-title">填写</h2></div><div class="card-body">
<form method="post" data-unsaved id="entry" action="/gallery/">{% csrf_token %}{% action_id %}
{% for one in form %}{% if one.name == "photos" %}<photo-picker data-most="4">{% include "desk/parts/field.html" with field=one %}</photo-picker>{% else %}{% include "desk/parts/field.html" with field=one %}{% endif %}{% endfor %}
<button class="btn btn-primary">保存</button> <button class="btn" disabled title="没有权限">核验</button> <span class="reason">须先完成任务</span></form></div></div>
<div class="stack"><div class="card"><div class="card-header"><h2 class="card-title">经过</h2></div><div class="card-body">{% include "desk/parts/timeline.html" with entries=entries %}</div></div>
<div class="card"><div class="card-header"><h2 class="card-title">照片</h2></div><div class="card-body">{% include "desk/parts/photos.html" with proofs=proofs %}</div></div></div></div>
<div class="card"><div class="card-header"><h2 class="card-title">每周完成</h2></div><div class="card-body"><div class="chart" data-chart="weeks"></div>{{ weeks|json_script:"weeks" }}</div></div>
<div class="card"><div class="card-body"><div class="chart" data-chart="heat"></div>{{ heat|json_script:"heat" }}</div></div>
<div class="card">{% include "desk/parts/empty.html" with title="本周还没有任务" text="先开启本周轮次, 再派发任务。" url="/" label="开启轮次" %}</div>
<div class="card"><div class="card-body"><button class="btn" hx-get="/gallery/refused/" hx-target="#here">取</button><div id="here"></div></div></div>
{% endblock %}
{% block scripts %}<script type="module" src="{% static 'desk/chart.js' %}"></script>{% endblock %}
"""  # noqa: E501

AT = datetime(2020, 9, 1, 8, tzinfo=UTC)
STATES = (
    "draft",
    "confirmed",
    "voided",
    "open",
    "assigned",
    "done",
    "sent_back",
    "checked",
    "late",
)
WEEKS = {
    "kind": "stack",
    "title": "每周任务",
    "unit": "项",
    "labels": [f"第{n}轮" for n in range(1, 13)],
    "series": [
        {"name": "已核验", "values": [20 + n * 3 for n in range(12)]},
        {"name": "未完成", "values": [30 - n * 2 for n in range(12)]},
    ],
}
HEAT = WEEKS | {"kind": "heat", "title": "热力"}


class Entry(forms.Form):
    name = forms.CharField(label="名称", help_text="写全称。")
    kind = forms.ChoiceField(label="类别", choices=[("", "全部"), ("a", "城中村")], required=False)
    remark = forms.CharField(label="说明", widget=forms.Textarea({"rows": 2}), required=False)
    spread = forms.ChoiceField(
        label="范围", choices=[("p", "按场所"), ("g", "按网格")], widget=forms.RadioSelect
    )
    before = forms.BooleanField(label="需要整治前照片", required=False)
    photos = forms.FileField(label="照片", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["photos"].widget.attrs["accept"] = "image/*"
        self.fields["photos"].widget.allow_multiple_selected = True
        self.fields["photos"].widget.attrs["multiple"] = True


def gallery(request: HttpRequest) -> HttpResponse:
    if request.GET.get("said"):
        messages.success(request, "已登记。")
        messages.error(request, "这条记录已由他人确认。")
    proof = Shown(UUID(int=7), Stage.BEFORE, "现场.pdf", "application/pdf", None, None, AT, AT)
    entry = {"at": AT, "who": "张三", "title": "网格长", "label": "Done", "seal": 3, "data": {}}
    context = {
        "form": Entry({"name": ""}) if request.method == "POST" else Entry(),
        "sought": Entry(prefix="sought"),
        "states": STATES,
        "entries": [entry, entry | {"data": {"reason": "数量有误"}}],
        "proofs": [proof],
        "weeks": WEEKS,
        "heat": HEAT,
        # Words that pages use for their own things; the frame must not lose its own by them.
        "sections": [],
        "posts": [],
        "office": "",
    }
    page = engines["django"].from_string(PAGE)
    return HttpResponse(page.render(context, request))


TROUBLES = {
    "refused": Refused(say("This lies outside your area.")),
    "conflict": Conflict(say("This lies outside your area.")),
    "missing": NotFound(say("This lies outside your area.")),
    "invalid": Invalid(say("This lies outside your area."), "name"),
}


def trouble(request: HttpRequest, kind: str) -> HttpResponse:
    if kind == "broken":
        raise RuntimeError("secret inside")
    raise TROUBLES[kind]


urlpatterns = [
    path("gallery/", gallery),
    path("gallery/<str:kind>/", trouble),
    path("", include("wangge.site.urls")),
]
