ALTER TABLE "opportunities" ADD COLUMN "external_id" text;--> statement-breakpoint
CREATE UNIQUE INDEX "opportunities_external" ON "opportunities" USING btree ("customer_id","external_id");