CREATE TABLE "changed_branches" (
	"branch_id" integer
);
--> statement-breakpoint
CREATE TABLE "run_flows" (
	"run_id" integer NOT NULL,
	"earlier_id" integer NOT NULL,
	"segmentation" text NOT NULL,
	"branch_id" integer,
	"from_id" integer,
	"to_id" integer,
	"customers" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_holders" (
	"run_id" integer NOT NULL,
	"segmentation" text NOT NULL,
	"branch_id" integer,
	"segment_id" integer,
	"product" text NOT NULL,
	"customers" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_months" (
	"run_id" integer NOT NULL,
	"by" text NOT NULL,
	"branch_id" integer,
	"manager_id" integer,
	"present" boolean NOT NULL,
	"month" date NOT NULL,
	"customers" integer NOT NULL,
	"revenue" double precision NOT NULL,
	"cost" double precision NOT NULL,
	"balance" double precision,
	"transactions" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_stakes" (
	"run_id" integer NOT NULL,
	"branch_id" integer,
	"step" integer,
	"customers" integer NOT NULL,
	"stake" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_themes" (
	"run_id" integer NOT NULL,
	"segmentation" text NOT NULL,
	"branch_id" integer,
	"segment_id" integer,
	"theme" text,
	"since" date NOT NULL,
	"late" integer NOT NULL,
	"before" integer NOT NULL,
	"texts" integer NOT NULL,
	"score" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_totals" (
	"run_id" integer NOT NULL,
	"by" text NOT NULL,
	"branch_id" integer,
	"manager_id" integer,
	"segmentation" text NOT NULL,
	"segment_id" integer,
	"tier" text NOT NULL,
	"customers" integer NOT NULL,
	"clv" double precision NOT NULL,
	"value_if_stays" double precision,
	"contribution12m" double precision,
	"balance" double precision,
	"balances_known" integer NOT NULL,
	"churn_probability" double precision,
	"predicted" integer NOT NULL,
	"both_known" integer NOT NULL,
	"at_risk" integer NOT NULL,
	"value_at_stake" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "totalled_runs" (
	"run_id" integer PRIMARY KEY NOT NULL,
	"at_risk" double precision
);
--> statement-breakpoint
DROP INDEX "customer_values_run_clv";--> statement-breakpoint
DROP INDEX "customers_branch";--> statement-breakpoint
ALTER TABLE "run_flows" ADD CONSTRAINT "run_flows_run_id_totalled_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."totalled_runs"("run_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_holders" ADD CONSTRAINT "run_holders_run_id_totalled_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."totalled_runs"("run_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_months" ADD CONSTRAINT "run_months_run_id_totalled_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."totalled_runs"("run_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_stakes" ADD CONSTRAINT "run_stakes_run_id_totalled_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."totalled_runs"("run_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_themes" ADD CONSTRAINT "run_themes_run_id_totalled_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."totalled_runs"("run_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_totals" ADD CONSTRAINT "run_totals_run_id_totalled_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."totalled_runs"("run_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "totalled_runs" ADD CONSTRAINT "totalled_runs_run_id_valuation_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."valuation_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "run_flows_run" ON "run_flows" USING btree ("run_id","segmentation","branch_id");--> statement-breakpoint
CREATE INDEX "run_holders_run" ON "run_holders" USING btree ("run_id","segmentation","branch_id");--> statement-breakpoint
CREATE INDEX "run_months_branch" ON "run_months" USING btree ("run_id","by","branch_id");--> statement-breakpoint
CREATE INDEX "run_months_manager" ON "run_months" USING btree ("run_id","by","manager_id");--> statement-breakpoint
CREATE INDEX "run_stakes_run" ON "run_stakes" USING btree ("run_id","branch_id");--> statement-breakpoint
CREATE INDEX "run_themes_run" ON "run_themes" USING btree ("run_id","segmentation","branch_id");--> statement-breakpoint
CREATE INDEX "run_totals_branch" ON "run_totals" USING btree ("run_id","by","segmentation","branch_id");--> statement-breakpoint
CREATE INDEX "run_totals_manager" ON "run_totals" USING btree ("run_id","by","segmentation","manager_id");--> statement-breakpoint
CREATE INDEX "customer_values_by_value" ON "customer_values" USING btree ("run_id",coalesce("value_if_stays", "clv") desc nulls last,"customer_id") WHERE "customer_values"."stage" <> 'left';--> statement-breakpoint
CREATE INDEX "customer_values_by_clv" ON "customer_values" USING btree ("run_id","clv" desc nulls last,"customer_id") WHERE "customer_values"."stage" <> 'left';--> statement-breakpoint
CREATE INDEX "customer_values_by_cvs" ON "customer_values" USING btree ("run_id","cvs" desc nulls last,"customer_id") WHERE "customer_values"."stage" <> 'left';--> statement-breakpoint
CREATE INDEX "customer_values_by_contribution" ON "customer_values" USING btree ("run_id","contribution12m" desc nulls last,"customer_id") WHERE "customer_values"."stage" <> 'left';--> statement-breakpoint
CREATE INDEX "customer_values_by_stake" ON "customer_values" USING btree ("run_id",greatest(coalesce("value_at_stake", 0), 0) desc,"churn_probability" desc,"customer_id") WHERE "customer_values"."churn_probability" is not null;--> statement-breakpoint
CREATE INDEX "customers_spread" ON "customers" USING btree (("id"::bigint * 2654435761 % 4294967296));--> statement-breakpoint
CREATE INDEX "customers_lower_id" ON "customers" USING btree (lower("external_id"));--> statement-breakpoint
CREATE INDEX "customers_plain_id" ON "customers" USING btree (lower(normalize("external_id", NFKC))) WHERE "customers"."external_id" ~ '[^ -~]';--> statement-breakpoint
CREATE INDEX "customers_number" ON "customers" USING btree (substring("external_id" from '^[A-Za-z]{0,4}[-_ /.]?0*([0-9]+)$'));--> statement-breakpoint
CREATE INDEX "customers_branch" ON "customers" USING btree ("branch_id",("id"::bigint * 2654435761 % 4294967296));