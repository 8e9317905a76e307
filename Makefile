# Dossier (卷宗).  `make run` sets everything up and does the main job; `make test` runs every test.
# Both are idempotent, work as root and without a terminal, and fetch nothing but registry packages.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

UV_VERSION := 0.13.9
UV = $(shell command -v uv || echo .tools/bin/uv)
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export OMP_THREAD_LIMIT := 1
export VITE_CONFIG_NATIVE_IGNORE_WARNING := true
PY := .venv/bin/python
DOSSIER := .venv/bin/dossier

RUN_PACKAGES := tesseract-ocr tesseract-ocr-chi-sim fonts-noto-cjk
TEST_PACKAGES := chromium postgresql age poppler-utils golang-go golang-golang-x-mod-dev

.PHONY: help run demo setup test check soak sizes format clean client

help:
	@echo "make run    安装、演示一件从扫描到归档的办件，然后在 http://127.0.0.1:8000 提供服务"
	@echo "make demo   同上，但不启动服务"
	@echo "make test   安装并运行全部测试"
	@echo "make check  代码检查(格式、类型、分层)"
	@echo "make soak   长时间测试    make sizes  最长的模块"

run: setup
	@echo "== 演示 (demonstration) =="
	$(DOSSIER) demo --serve

demo: setup
	@echo "== 演示 (demonstration) =="
	$(DOSSIER) demo

setup: .make/system .make/python .make/web

test: .make/system-test .make/python-test .make/web
	@echo "== 代码检查 (lint, types, contracts) =="
	$(MAKE) --no-print-directory check
	@echo "== 网页 (web: eslint, tsc, vitest) =="
	(cd platform/web && npm run --silent lint && npm run --silent types && npm run --silent test)
	@echo "== 单元、性质、架构 (unit, property, architecture) =="
	.venv/bin/pytest tests/unit tests/property tests/test_architecture.py -q -n 2 --max-worker-restart 0
	@echo "== 契约、流程、识别、故障 (contract, flows, golden, faults) =="
	.venv/bin/pytest tests/contract tests/flows tests/golden tests/faults -q -n 2 --dist loadgroup --max-worker-restart 0 -m "not soak"
	@echo "== 浏览器 (browser) =="
	.venv/bin/pytest tests/e2e -q -n 2 --dist loadfile --max-worker-restart 0 -m "not soak"
	@echo "== 全部测试通过 =="

check: .make/python-test
	.venv/bin/ruff format --check -q .
	.venv/bin/ruff check -q .
	.venv/bin/mypy --no-error-summary
	.venv/bin/lint-imports --no-cache | tail -n 3
	.venv/bin/deptry . > /dev/null || .venv/bin/deptry .
	$(DOSSIER) catalogue check --json > /dev/null || $(DOSSIER) catalogue check
	$(DOSSIER) document-type check --json > /dev/null || $(DOSSIER) document-type check

soak: .make/system-test .make/python-test .make/web
	.venv/bin/pytest tests -q -m soak

sizes:
	@git ls-files '*.py' | grep -v ^tests | xargs wc -l | sort -rn | sed -n '2,11p'

format: .make/python-test
	.venv/bin/ruff format -q . && .venv/bin/ruff check -q --fix .

client: .make/python-test
	$(DOSSIER) openapi > platform/openapi.json
	(cd platform/web && npm run --silent client)

clean:
	rm -rf .venv .make .tools platform/web/node_modules platform/web/dist

# -- parts of the set-up; each leaves a mark and is skipped while nothing it depends on changed

.make:
	@mkdir -p .make

define install_packages
	missing=(); for p in $(1); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing+=($$p); done
	if [ $${#missing[@]} -gt 0 ]; then
	  if [ "$$(id -u)" = 0 ]; then
	    echo "== 系统软件包 (system packages): $${missing[*]} =="
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$${missing[@]}" > /dev/null
	  else
	    echo "缺少系统软件包，请先以管理员身份运行这一行，再重新执行本命令："
	    echo "  sudo apt-get install -y --no-install-recommends $${missing[*]}"; exit 1
	  fi
	fi
endef

.make/system: Makefile | .make
	@$(call install_packages,$(RUN_PACKAGES))
	touch $@

.make/system-test: .make/system
	@$(call install_packages,$(TEST_PACKAGES))
	touch $@

.tools/bin/uv:
	@echo "== uv =="
	if ! python3 -m venv .tools 2>/dev/null; then
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv > /dev/null
	  else echo "请先运行: sudo apt-get install -y python3-venv"; exit 1; fi
	  rm -rf .tools && python3 -m venv .tools
	fi
	.tools/bin/pip install -q --disable-pip-version-check uv==$(UV_VERSION)

.make/uv: | .make
	@command -v uv > /dev/null || $(MAKE) --no-print-directory .tools/bin/uv
	touch $@

.make/python: pyproject.toml uv.lock .make/uv | .make
	@echo "== Python =="
	$(UV) sync --frozen --quiet --inexact --no-dev
	touch $@

.make/python-test: pyproject.toml uv.lock .make/python | .make
	@$(UV) sync --frozen --quiet
	touch $@

WEB_SOURCES = $(shell find platform/web/src platform/web/public platform/web/index.html -type f 2>/dev/null) $(wildcard platform/web/*.ts platform/web/*.json)

.make/node: platform/web/package.json platform/web/package-lock.json | .make
	@command -v npm > /dev/null || { echo "需要 Node.js 20 和 npm"; exit 1; }
	echo "== 网页依赖 (npm ci) =="
	(cd platform/web && npm ci --silent --no-audit --no-fund)
	touch $@

.make/web: .make/node $(WEB_SOURCES)
	@echo "== 网页 (vite build) =="
	(cd platform/web && npm run --silent build > /dev/null)
	touch $@
