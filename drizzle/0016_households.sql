CREATE TABLE "households" (
	"customer_id" integer NOT NULL,
	"kind" text NOT NULL,
	"external_id" text NOT NULL,
	"role" text,
	"ended_on" date,
	CONSTRAINT "households_customer_id_kind_external_id_pk" PRIMARY KEY("customer_id","kind","external_id")
);
--> statement-breakpoint
ALTER TABLE "households" ADD CONSTRAINT "households_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "households_members" ON "households" USING btree ("kind","external_id");