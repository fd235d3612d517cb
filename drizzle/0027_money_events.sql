CREATE TABLE "events" (
	"customer_id" integer NOT NULL,
	"run_id" integer NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"figures" jsonb NOT NULL,
	CONSTRAINT "events_customer_id_run_id_kind_day_pk" PRIMARY KEY("customer_id","run_id","kind","day")
);
--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_run_id_valuation_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."valuation_runs"("id") ON DELETE cascade ON UPDATE no action;