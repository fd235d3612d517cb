ALTER TABLE "managers" ADD COLUMN "lead" text;--> statement-breakpoint
CREATE INDEX "managers_lead" ON "managers" USING btree ("lead");