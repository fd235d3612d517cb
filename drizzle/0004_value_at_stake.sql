ALTER TABLE "customer_values" ADD COLUMN "value_at_stake" double precision;--> statement-breakpoint
-- What was shown until now; the next run brings the new figure.
UPDATE "customer_values" SET "value_at_stake" = greatest("clv", 0) * "churn_probability" WHERE "churn_probability" IS NOT NULL;
