ALTER TABLE "valuation_runs" ADD COLUMN "step" text;--> statement-breakpoint
ALTER TABLE "valuation_runs" ADD COLUMN "seconds" jsonb;