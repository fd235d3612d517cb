CREATE TABLE "churn_predictions" (
	"customer_id" integer NOT NULL,
	"as_of" date NOT NULL,
	"horizon_months" smallint NOT NULL,
	"probability" double precision NOT NULL,
	CONSTRAINT "churn_predictions_customer_id_as_of_horizon_months_pk" PRIMARY KEY("customer_id","as_of","horizon_months")
);
--> statement-breakpoint
ALTER TABLE "models" ALTER COLUMN "body" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "churn_predictions" ADD CONSTRAINT "churn_predictions_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "churn_predictions_as_of" ON "churn_predictions" USING btree ("as_of");--> statement-breakpoint
INSERT INTO "churn_predictions" ("customer_id", "as_of", "horizon_months", "probability")
SELECT DISTINCT ON (v."customer_id", r."as_of") v."customer_id", r."as_of", (r."parameters" -> 'churn' ->> 'horizonMonths')::smallint, v."churn_probability"
FROM "customer_values" v JOIN "valuation_runs" r ON r."id" = v."run_id"
WHERE r."status" = 'published' AND v."churn_probability" IS NOT NULL AND r."parameters" -> 'churn' ->> 'horizonMonths' IS NOT NULL
ORDER BY v."customer_id", r."as_of", r."id" DESC;
