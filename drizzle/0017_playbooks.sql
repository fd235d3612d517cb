CREATE TABLE "customer_facts" (
	"customer_id" integer NOT NULL,
	"run_id" integer NOT NULL,
	"facts" jsonb NOT NULL,
	CONSTRAINT "customer_facts_customer_id_run_id_pk" PRIMARY KEY("customer_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "customer_steps" (
	"customer_id" integer NOT NULL,
	"run_id" integer NOT NULL,
	"playbook" text NOT NULL,
	"position" smallint NOT NULL,
	"because" jsonb NOT NULL,
	CONSTRAINT "customer_steps_customer_id_run_id_playbook_pk" PRIMARY KEY("customer_id","run_id","playbook")
);
--> statement-breakpoint
CREATE TABLE "playbooks" (
	"run_id" integer NOT NULL,
	"id" text NOT NULL,
	"words" jsonb NOT NULL,
	CONSTRAINT "playbooks_run_id_id_pk" PRIMARY KEY("run_id","id")
);
--> statement-breakpoint
ALTER TABLE "customer_facts" ADD CONSTRAINT "customer_facts_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_facts" ADD CONSTRAINT "customer_facts_run_id_valuation_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."valuation_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_steps" ADD CONSTRAINT "customer_steps_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_steps" ADD CONSTRAINT "customer_steps_run_id_valuation_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."valuation_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playbooks" ADD CONSTRAINT "playbooks_run_id_valuation_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."valuation_runs"("id") ON DELETE cascade ON UPDATE no action;