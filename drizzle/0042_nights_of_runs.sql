ALTER TABLE "valuation_runs" ADD COLUMN "night" text;--> statement-breakpoint
ALTER TABLE "valuation_runs" ADD COLUMN "done" real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "valuation_runs" ADD COLUMN "told_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "valuation_runs_night" ON "valuation_runs" USING btree ("night") WHERE "valuation_runs"."status" = 'published';