.DEFAULT_GOAL := help
.PHONY: help run site test quick bench soak fmt clean-data

help: ## list what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## build everything and start the demo landlord (make run ARGS="…" passes more to the server)
	cargo xtask run $(ARGS)

site: ## build wasm, script, style sheet and pictures into target/site
	cargo xtask site

test: ## install what is missing and run every check
	cargo xtask test

quick: ## run the checks that need no browser
	cargo xtask test --quick

bench: ## measure speed and weight
	cargo xtask bench

soak: ## kill the server again and again under load and count what is lost
	cargo xtask soak

fmt: ## put all Rust code in shape
	cargo fmt --all

clean-data: ## forget the demo landlord and everything stored in data/
	rm -rf data
