# Everything a person needs to run, test and measure the portal. `make` alone lists the targets.
.PHONY: help run test lint audit bench bench-full faults messages pins clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null || grep '##' $(MAKEFILE_LIST)

run: ## set up what is missing and serve the demo at http://localhost:8000 (PORT=8001 make run: another port)
	@python3 bin/environment run

test: ## the whole test suite, browser journeys included (ARGS="-k name" to choose)
	@bin/dev --tests pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: ## style, templates, layers, migrations, catalogues
	@bin/dev --tests bin/lint

audit: ## Lighthouse over the main pages of the portal that `make run` serves (needs npm; URL=http://localhost:8001)
	@bin/audit $(URL)

bench: ## the benchmarks in bench/, one after the other, and one table of all targets (half an hour)
	@bin/dev --tests bin/bench

bench-full: ## the same with ten million reports on the map and with enough of the mixed hour to judge memory (an hour, 15 GB)
	@bin/dev --tests bin/bench --full

faults: ## 10,000 notifications under 200 kills, each guard off in turn, and single misfortunes (ARGS="kills --kills 20")
	@bin/dev --tests python -m tests.faults.full $(ARGS)

messages: ## collect the translatable strings into both catalogues and compile them
	@bin/dev --tests bin/messages

pins: ## pin the requirements anew, with the hashes of all their files
	@bin/dev --tests bin/pin

clean: ## remove what can be made again; data and secrets stay
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
