# The verbs of the lab. Each is a thin front to the lab tool: scripts/lab.sh help shows the rest.
.PHONY: help up down deploy status check reload logs load test bench lint generate seed history reconcile clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: ## install, build and start everything; wait until it is healthy
	@scripts/lab.sh up

down: ## stop everything, keep the data
	@scripts/lab.sh down

deploy: ## start the lab in containers; H=webapp or H=grafana for one half
	@scripts/deploy.sh $(H)

status: ## every process: state, restarts, memory
	@scripts/lab.sh status

check: ## the health of every part, from outside
	@scripts/health-check.sh --wait 15s

reload: ## have the running lab read changed rules, targets and routes
	@scripts/lab.sh reload

logs: ## follow the logs; S=order-service for one
	@scripts/lab.sh logs $(S)

seed: ## fill a month of history and place some orders; N=5000
	@scripts/lab.sh seed --orders $(or $(N),5000)

history: ## fill 30 days of marked metrics, so that error budgets and 30-day panels are not blank
	@scripts/lab.sh seed --history 30d

load: ## customers at work, by k6; P=smoke, steady, spike, soak or chaos, D=5m, R=0.5 for half the rate
	@scripts/generate-load.sh $(if $(P),--profile $(P)) $(if $(D),--duration $(D)) $(if $(R),--rate $(R))

reconcile: ## check that orders, stock, money, mails and queues agree
	@scripts/lab.sh reconcile

test: ## run all tests against a lab of their own; S=order-service for one suite
	@scripts/lab.sh test $(S)

bench: ## measure what telemetry costs, on a lab of its own
	@scripts/lab.sh bench

lint: ## check formats and lint in all languages
	@scripts/lab.sh lint

generate: ## make every committed file that follows from another: clients, types, SLO rules, dashboards, METRICS.md
	@scripts/lab.sh generate

clean: ## stop everything, remove its data and logs
	@scripts/lab.sh clean
